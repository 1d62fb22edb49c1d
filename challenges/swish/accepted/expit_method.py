"""Method calls and the special-functions name of the sigmoid, with a spare keyword."""

import torch


class Swish(torch.nn.Module):
    """`beta` generalises Swish; at its default of 1 it is x * sigmoid(x)."""

    def __init__(self, beta: float = 1.0, **extra: object) -> None:
        super().__init__()
        self.beta = beta

    def forward(self, x: torch.Tensor, *_: object) -> torch.Tensor:
        return torch.special.expit(x.mul(self.beta)).mul(x)

    def extra_repr(self) -> str:
        return f"beta={self.beta}"
