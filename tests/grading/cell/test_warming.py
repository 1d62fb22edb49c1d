"""What a spare cell does beforehand: a step that failed would be passed over in silence, and slow each grading."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a grading")

EACH = """
import sys
from dlexam.grading.cell import warming
from dlexam.grading.devices import sim, transfers

track, device = sys.argv[1:]
if device == "sim":
    sim.install()
warming._load(track)
for step in warming._torch_steps(device) if track == "torch" else warming._numpy_steps():
    step()
print("warm", len(transfers.transfers()))
"""


@pytest.mark.parametrize(("track", "device"), [("numpy", "cpu"), ("torch", "cpu"), ("torch", "sim")])
def test_every_step_of_getting_warm_succeeds_and_leaves_no_transfer_behind(track, device):
    told = subprocess.run([sys.executable, "-c", EACH, track, device], capture_output=True, text=True, timeout=120)
    assert told.stdout.split() == ["warm", "0"], told.stderr
