"""Imports all names of modules in which some are forbidden, trains and optimises: none of it is harm."""
# challenge: gate
# expect: passed

import torch
import torch.func
from torch.nn import *
from torch.nn.functional import *

model = Sequential(Linear(3, 4), GELU(), Linear(4, 1))
optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
model(torch.ones(2, 3)).sum().backward()
optimiser.step()
torch.func.vmap(torch.sin)(torch.ones(3))
assert not isinstance(model, torch.nn.modules.activation.ReLU)


class Gate(Module):
    def forward(self, x):
        return x / (1 + torch.exp(-x)) + 0 * relu(x)
