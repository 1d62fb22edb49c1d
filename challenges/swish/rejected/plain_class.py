"""A callable class that is not a module."""
# caught by: in-a-network

import torch


class Swish:
    def __call__(self, x):
        return x * torch.sigmoid(x)
