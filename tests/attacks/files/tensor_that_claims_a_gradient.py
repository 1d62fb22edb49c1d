"""Says of a detached tensor that it requires a gradient."""
# challenge: cube
# expect: error

import torch
from torch import nn


class Claims(torch.Tensor):
    requires_grad = True
    grad_fn = "there is one"
    is_leaf = False


class Cube(nn.Module):
    def forward(self, x):
        return (x * x * x).detach().as_subclass(Claims) + 1
