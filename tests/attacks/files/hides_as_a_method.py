"""Makes a forbidden function its own method, so that no line of its own calls it."""
# challenge: gate
# expect: forbidden

from torch import nn


class Gate(nn.Module):
    forward = staticmethod(vars(nn.functional)["silu"])
