"""A subclass of the stock layer, with nothing added."""

from torch import nn


class Swish(nn.SiLU):
    """Swish under its newer name."""

    def __init__(self) -> None:
        super().__init__(inplace=False)
