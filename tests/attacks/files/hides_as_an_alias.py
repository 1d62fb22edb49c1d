"""Hands a forbidden class out as its own."""
# challenge: gate
# expect: forbidden

from torch.nn.modules import activation

Gate = vars(activation)["SiLU"]
