"""Answers with a tensor whose storage was emptied behind its back."""
# challenge: cube
# expect: failed|crashed

import torch
from torch import nn


class Cube(nn.Module):
    def forward(self, x):
        answer = torch.ones_like(x)
        answer.untyped_storage().resize_(0)
        return answer
