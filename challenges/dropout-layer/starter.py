"""Inverted dropout as a layer with forward and backward."""

import numpy as np


class Dropout:
    """p is the probability that an element is dropped; rng is a numpy Generator, or None for one of the layer's own."""

    def __init__(self, p=0.5, rng=None):
        self.p = p
        self.rng = rng

    def forward(self, x, training=True):
        raise NotImplementedError("Dropout.forward is still to be written")

    def backward(self, grad):
        raise NotImplementedError("Dropout.backward is still to be written")
