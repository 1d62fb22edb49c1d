"""Makes torch itself give zeros and swallow gradients."""
# challenge: cube
# expect: failed

import torch
from torch import nn

torch.autograd.grad = lambda outputs, inputs, **_: [torch.zeros_like(x) for x in inputs]
torch.autograd.graph._engine_run_backward = lambda _1, _2, _3, _4, inputs, **_: [torch.zeros_like(x) for x in inputs]
torch.Tensor.__eq__ = lambda self, other: torch.tensor(True)
torch.allclose = lambda *_, **__: True


class Cube(nn.Module):
    def forward(self, x):
        return x * x * x
