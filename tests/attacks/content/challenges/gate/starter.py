from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        raise NotImplementedError("Gate.forward")
