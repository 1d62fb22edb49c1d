"""What readers of the shipped questions found: right statements once refused, wrong ones that once earned marks."""

from __future__ import annotations

import pytest
from marked import shipped_item

from dlexam.marking.marker import mark

RIGHT = [
    ("max-pool-invariance", "local", ("Small shifts are tolerated only. Complete invariance only comes with something "
     "like global pooling at the end.")),
    ("max-pool-invariance", "local", ("Only small shifts are tolerated. Full invariance would need pooling over the "
     "entire map.")),
    ("max-pool-invariance", "local", ("Only small shifts are tolerated. Full translation invariance needs global "
     "pooling at the end.")),
    ("max-pool-invariance", "equivariant", "A convolution responds to a moved input with an equally moved output."),
    ("why-positions", "content-only", ("The scores depend on the content of query and key only. Positional encodings "
     "are added so that scores can depend on where a token is.")),
    ("one-by-one-conv", "saves-work", ("It first shrinks 256 channels to 64, so that the expensive 3×3 convolution "
     "runs on fewer channels.")),
    ("one-by-one-conv", "channel-count", "You choose how many channels come out, and the resolution is unaffected."),
    ("rnn-gradients-vanish", "length-is-depth", "Unrolled, an RNN is as deep as the sequence is long."),
    ("rnn-gradients-vanish", "tanh-factor", "At each step the gradient is multiplied by 1 − tanh²."),
    ("resnet-oom", "smaller-images", "Use images of 160 instead of 224 pixels."),
    ("design-video-recommender", "refresh", "New videos are embedded within minutes after upload."),
    ("ddp-traffic", "not-data", "No input data is exchanged."),
    ("backprop-for-a-child", "backwards", "If it is wrong, that kid passes the blame back to the one before."),
    ("int8-faster", "bytes", "1 byte instead of 4, so 4x less data."),
]  # fmt: skip

WRONG = [
    ("dropout-at-test", "classic", ("In training the surviving activations are scaled up by 1/(1 − p) = 2. At test "
     "time nothing is done.")),
    ("dropout-at-test", "classic", "The weights are multiplied by 2 at test time."),
    ("dropout-at-test", "classic", "The weights are divided by 0.5 at test time."),
    ("dropout-at-test", "classic", "At test time half of the units are dropped as well, so the output is random."),
    ("dropout-at-test", "classic", "In PyTorch you multiply the activations by 0.5 at test time."),
    ("dropout-at-test", "eval", "At test time half of the units are dropped as well, so the output is random."),
    ("dropout-at-test", "inverted", "In PyTorch you multiply the activations by 0.5 at test time."),
    ("rnn-gradients-vanish", "same-matrix", "In the RNN a different weight matrix is used at every time step."),
    ("rnn-gradients-vanish", "tanh-factor", "The tanh derivative is greater than 1."),
    ("rnn-gradients-vanish", "cnn-differs", "A CNN has the same weights in each layer."),
    ("ddp-traffic", "gradients", "Gradients stay local to each process, and weights are averaged after each step."),
    ("ddp-traffic", "all-reduce", "Gradients stay local to each process, and weights are averaged after each step."),
    ("train-99-test-50", "dropout", "It overfits. Remove dropout and weight decay."),
    ("train-99-test-50", "weight-decay", "It overfits. Remove dropout and weight decay."),
    ("bce-or-ce", "bce-sigmoid", ("CrossEntropyLoss applies a sigmoid to each output. The targets of BCE are integer "
     "class indices.")),
    ("bce-or-ce", "targets", ("CrossEntropyLoss applies a sigmoid to each output. The targets of BCE are integer class "
     "indices.")),
    ("bce-or-ce", "bce-task", "CrossEntropyLoss is for several independent labels, BCE for exactly one of C classes."),
    ("bce-or-ce", "ce-task", "CrossEntropyLoss is for several independent labels, BCE for exactly one of C classes."),
    ("batchnorm-time", "fewer-steps", "Training is faster per step but needs more epochs to converge."),
    ("int8-faster", "condition", "No special hardware is needed, any CPU gets the full speed-up."),
    ("gnn-oversmoothing", "averaging", "Over-smoothing means that neighbours have many edges."),
    ("backprop-for-a-child", "share", "When they lose, each friend gets the same share of blame."),
    ("backprop-for-a-child", "repeat", "They do that until it is right at once."),
    ("backprop-for-a-child", "guess", "The net makes a guess. If it is right it gets a sweet."),
    ("bias-and-boundary", "no-shift", ("It need not pass through the origin, because the weights can move it anywhere. "
     "The bias only sets the speed of learning.")),
    ("bias-and-boundary", "origin", "It need not pass through the origin, because the weights can move it anywhere."),
    ("design-video-recommender", "feedback-bias", "The title must not be clickbait."),
    ("design-video-recommender", "evaluation", "The video is stored in folder A/B on the server."),
]  # fmt: skip


def _state(question: str, point: str, answer: str) -> str:
    return next(each.state for each in mark(shipped_item(question), answer).points if each.id == point)


@pytest.mark.parametrize(("question", "point", "answer"), RIGHT)
def test_a_right_statement_earns_its_point(question: str, point: str, answer: str) -> None:
    assert _state(question, point, answer) == "earned"


@pytest.mark.parametrize(("question", "point", "answer"), WRONG)
def test_a_wrong_statement_earns_nothing(question: str, point: str, answer: str) -> None:
    assert _state(question, point, answer) in ("missing", "contradicted")
