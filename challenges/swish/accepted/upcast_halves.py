"""Half precision is computed in float32 and rounded once at the end."""

import torch
from torch import nn


class Swish(nn.Module):
    """The dtype to compute in is looked up; the result goes back to the input's."""

    WIDER = {torch.float16: torch.float32, torch.bfloat16: torch.float32}

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        wide = x.to(self.WIDER.get(x.dtype, x.dtype))
        return (wide * wide.sigmoid()).type_as(x)
