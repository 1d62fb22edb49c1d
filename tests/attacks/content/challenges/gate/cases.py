"""Cases of a small torch challenge that forbids several names, which they themselves may use."""

import torch

from dlexam.grading.kit import case


@case("Values are x·sigmoid(x)", points=2, hint="Both factors are the input's.", public=True)
def values(submission, draw):
    x = draw.normal(3, 5)
    assert torch.nn.functional.silu(x).shape == torch.nn.SiLU()(x).shape == x.sigmoid().shape
    return submission.Gate()(x)


@case("Gradients are right", points=2)
def gradients(submission, draw):
    return draw.gradients(submission.Gate(), draw.strided(4, 3))
