"""An LSTM, forward and backward through time, in numpy."""

import numpy as np


class LSTM:
    """c_t = f c_{t-1} + i g and h_t = o tanh(c_t), for each step of a sequence."""

    def __init__(self, input_size: int, hidden_size: int) -> None:
        self.Wx = np.zeros((input_size, 4 * hidden_size))  # to be made random
        self.Wh = np.zeros((hidden_size, 4 * hidden_size))  # to be made random
        self.b = np.zeros(4 * hidden_size)

    def forward(
        self, xs: np.ndarray, h0: np.ndarray | None = None, c0: np.ndarray | None = None
    ) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
        raise NotImplementedError("LSTM.forward is still to be written: return hs and the pair of last states")

    def backward(self, grad_hs: np.ndarray) -> np.ndarray:
        raise NotImplementedError("LSTM.backward is still to be written: set dWx, dWh and db, return dxs")
