"""A dense layer and three activations, forward and backward, in numpy."""

import numpy as np


class Linear:
    """forward: (B, in_features) -> (B, out_features), x W + b."""

    def __init__(self, in_features: int, out_features: int) -> None:
        self.W = np.zeros((in_features, out_features))  # to be made random
        self.b = np.zeros(out_features)

    def forward(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError("Linear.forward is still to be written: x W + b")

    def backward(self, grad: np.ndarray) -> np.ndarray:
        raise NotImplementedError("Linear.backward is still to be written: set self.dW and self.db, return dx")


class ReLU:
    def forward(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError("ReLU.forward is still to be written: max(0, x)")

    def backward(self, grad: np.ndarray) -> np.ndarray:
        raise NotImplementedError("ReLU.backward is still to be written")


class Sigmoid:
    def forward(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError("Sigmoid.forward is still to be written: 1 / (1 + exp(-x)), without overflow")

    def backward(self, grad: np.ndarray) -> np.ndarray:
        raise NotImplementedError("Sigmoid.backward is still to be written")


class Tanh:
    def forward(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError("Tanh.forward is still to be written")

    def backward(self, grad: np.ndarray) -> np.ndarray:
        raise NotImplementedError("Tanh.backward is still to be written")
