"""Through the frequencies: a product of transforms is a circular correlation; the stride is cut out afterwards."""

import numpy as np


def conv2d(x, kernel, stride=1, padding=0):
    if x.shape[-1] != kernel.shape[-2]:
        raise ValueError("an image must have as many channels as the kernel has")
    edge = ((0, 0), (padding, padding), (padding, padding), (0, 0))
    padded = np.pad(x, edge)
    size = padded.shape[1:3]
    image = np.fft.rfft2(padded, axes=(1, 2))  # (B, H, W', Cin)
    filters = np.conj(np.fft.rfft2(kernel, size, axes=(0, 1)))  # (H, W', Cin, Cout)
    full = np.fft.irfft2(np.einsum("bhwk,hwko->bhwo", image, filters), size, axes=(1, 2))
    kh, kw = kernel.shape[:2]
    return full[:, : size[0] - kh + 1 : stride, : size[1] - kw + 1 : stride].copy()
