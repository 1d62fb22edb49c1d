"""Batch normalisation over the rows of a matrix, with forward and backward."""

import numpy as np


class BatchNorm:
    """Attributes: gamma, beta, running_mean, running_var, each (F,); after backward also dgamma and dbeta."""

    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        self.momentum = momentum
        self.eps = eps

    def forward(self, x, training=True):
        raise NotImplementedError("BatchNorm.forward is still to be written")

    def backward(self, grad):
        raise NotImplementedError("BatchNorm.backward is still to be written")
