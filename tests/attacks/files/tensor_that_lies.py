"""Answers with a tensor subclass that lies about shape, type, device and equality."""
# challenge: cube
# expect: failed

import torch
from torch import nn


class Liar(torch.Tensor):
    @property
    def shape(self):
        return torch.Size((3, 5))

    @property
    def device(self):
        return torch.device("cpu")

    def detach(self):
        return self

    def __eq__(self, other):
        return True

    @classmethod
    def __torch_function__(cls, function, types, arguments=(), keywords=None):
        with torch._C.DisableTorchFunctionSubclass():
            return function(*arguments, **(keywords or {}))


class Cube(nn.Module):
    def forward(self, x):
        return torch.zeros(2).as_subclass(Liar)
