"""Unpickles a forbidden function."""
# challenge: gate
# expect: forbidden

import torch
from torch import nn
import pickle


class Gate(nn.Module):
    def forward(self, x):
        return pickle.loads(b"ctorch.nn.functional\nsilu\n.")(x)
