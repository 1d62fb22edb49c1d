"""Inherits from a forbidden class under the name that another module has for it."""
# challenge: gate
# expect: forbidden

from torch.nn.modules import activation

class Gate(vars(activation)["SiLU"]):
    pass
