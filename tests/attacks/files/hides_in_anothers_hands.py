"""Has another function of torch call the forbidden one."""
# challenge: gate
# expect: forbidden

from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        return nn.Hardswish()(x)
