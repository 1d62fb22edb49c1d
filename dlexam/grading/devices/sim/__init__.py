"""A simulated accelerator: the torch device "sim", in Python only, with host memory behind it.

`install()` registers it, once per process; `warm_up()` does so where cells are to be forked. Numbers are the CPU's;
mixing devices, `.numpy()` on a device tensor and a hard-coded device fail as they do on CUDA. What crosses between host
and device is recorded (`transfers`). What can't be simulated raises `Unsupported`, or an error that `is_unsupported`
knows: a verdict of its own, never a failure.
"""

from dlexam.grading.devices.sim.register import install, installed
from dlexam.grading.devices.sim.storage import NAME
from dlexam.grading.devices.sim.unsupported import MARK, Unsupported, is_unsupported
from dlexam.grading.devices.sim.warm import warm_up
from dlexam.grading.devices.transfers import Transfer, forget_transfers, transfers

__all__ = [
    "MARK", "NAME", "Transfer", "Unsupported", "forget_transfers", "install", "installed", "is_unsupported",
    "transfers", "warm_up",
]  # fmt: skip
