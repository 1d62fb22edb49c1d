"""A recurrent network (Elman), forward and backward through time, in numpy."""

import numpy as np


class RNN:
    """h_t = tanh(x_t Wxh + h_{t-1} Whh + bh) for each step of a sequence."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        self.Wxh = np.zeros((input_size, hidden_size))  # to be made random
        self.Whh = np.zeros((hidden_size, hidden_size))  # to be made random
        self.bh = np.zeros(hidden_size)

    def forward(self, xs: np.ndarray, h0: np.ndarray | None = None) -> np.ndarray:
        raise NotImplementedError("RNN.forward is still to be written: (T, B, I) to (T, B, H)")

    def backward(self, grad_hs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        raise NotImplementedError("RNN.backward is still to be written: set dWxh, dWhh and dbh, return dxs and dh0")
