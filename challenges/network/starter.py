"""A network of layers, trained by gradient descent."""

import numpy as np


class Network:
    def __init__(self, layers: list) -> None:
        self.layers = layers

    def forward(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError("Network.forward is still to be written: through all layers, in order")

    def backward(self, grad: np.ndarray) -> np.ndarray:
        raise NotImplementedError("Network.backward is still to be written: through all layers, in reverse")

    def train_step(self, x: np.ndarray, y: np.ndarray, lr: float) -> float:
        raise NotImplementedError("Network.train_step is still to be written: loss, backward, update; return the loss")
