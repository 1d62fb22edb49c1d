"""What Network is run on: layers of our own, in a row. Observations only; what is right is the judge's business."""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import case


class Trained:
    """x W + b, with gradients. Those that stand there at first belong to no backward pass."""

    def __init__(self, draw: Any, inputs: int, outputs: int, std: float = 0.6) -> None:
        self.W, self.b = draw.normal(inputs, outputs, std=std), draw.normal(outputs, std=std)
        self.dW, self.db = draw.normal(inputs, outputs), draw.normal(outputs)

    def forward(self, x: np.ndarray) -> np.ndarray:
        self._x = x
        return x @ self.W + self.b

    def backward(self, grad: np.ndarray) -> np.ndarray:
        self.dW = self._x.T @ grad
        self.db = grad.sum(axis=0)
        return grad @ self.W.T


class Frozen:
    """x W + b, with weights that are not to be trained: there is no dW and no db."""

    def __init__(self, draw: Any, inputs: int, outputs: int) -> None:
        self.W, self.b = draw.normal(inputs, outputs, std=0.6), draw.normal(outputs, std=0.6)

    def forward(self, x: np.ndarray) -> np.ndarray:
        return x @ self.W + self.b

    def backward(self, grad: np.ndarray) -> np.ndarray:
        return grad @ self.W.T


class Bend:
    """tanh."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        self._y = np.tanh(x)
        return self._y.copy()

    def backward(self, grad: np.ndarray) -> np.ndarray:
        return grad * (1 - self._y**2)


class Keeping(Bend):
    """tanh, which returns the very array that it needs for backward."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        super().forward(x)
        return self._y


class Turn:
    """The columns moved on by one place and scaled by where they are: what comes before or after it matters."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        return np.roll(x * (1 + np.arange(x.shape[1]) / 4), 1, axis=1)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        return np.roll(grad, -1, axis=1) * (1 + np.arange(grad.shape[1]) / 4)


class Flat:
    """(B, ...) to (B, features)."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        self._shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, grad: np.ndarray) -> np.ndarray:
        return grad.reshape(self._shape)


def two_layers(draw: Any) -> list[Any]:
    """5 features in, 3 classes out."""
    return [Trained(draw, 5, 4), Bend(), Trained(draw, 4, 3)]


def deep(draw: Any) -> list[Any]:
    """(B, 2, 3) in, 4 classes out; of all kinds, the first and the last without parameters."""
    kinds = [Flat(), Frozen(draw, 6, 5), Turn(), Trained(draw, 5, 6), Bend(), Frozen(draw, 6, 3), Trained(draw, 3, 4)]
    return [*kinds, Turn()]


def weights(layers: list[Any]) -> list[Any]:
    """The parameters as they are now, layer by layer; None for a layer without."""
    return [{"W": layer.W.copy(), "b": layer.b.copy()} if hasattr(layer, "W") else None for layer in layers]


def gradients(layers: list[Any]) -> list[Any]:
    """The gradients that the latest backward pass left, layer by layer; None for a layer without."""
    return [{"dW": layer.dW.copy(), "db": layer.db.copy()} if isinstance(layer, Trained) else None for layer in layers]


@case(
    "forward goes through the layers in order",
    points=1,
    hint="Each layer gets what the one before it returned. The last one's output is the result: no softmax after it.",
    public=True,
)
def forward(submission, draw):
    alone = submission.Network([Trained(draw, 3, 2)]).forward(draw.normal(4, 3))
    chain = submission.Network([Turn(), *two_layers(draw)]).forward(draw.normal(6, 5))
    return {
        "one layer": alone,
        "four layers": chain,
        "deep": submission.Network(deep(draw)).forward(draw.normal(3, 2, 3)),
    }


@case(
    "backward goes through them in reverse, to the input",
    points=1.5,
    hint="Start at the last layer; each gets what the one after it returned. Return what the first one gives.",
)
def backward(submission, draw):
    seen = {}
    for name, layers, x, classes in (
        ("two layers", two_layers(draw), draw.normal(6, 5), 3),
        ("deep", deep(draw), draw.normal(3, 1, 2, 3), 4),
        ("without parameters", [Turn(), Bend(), Turn()], draw.normal(2, 5), 5),
    ):
        network = submission.Network(layers)
        network.forward(x)
        dx = network.backward(draw.normal(len(x), classes, mean=0.3))
        seen[name] = {"gradient of the input": dx, "gradients in the layers": gradients(layers)}
    return seen


@case(
    "train_step returns the loss before the update",
    points=1.5,
    hint="The mean over the batch of -log softmax(output)[label], for the output with the weights as they were.",
    tol=1e-5,
    because="a tiny number added inside the logarithm is no mistake at these sizes",
)
def loss(submission, draw):
    return {
        "one layer": submission.Network([Trained(draw, 5, 3)]).train_step(
            draw.normal(7, 5), draw.integers(0, 3, 7), 0.8
        ),
        "two layers": submission.Network(two_layers(draw)).train_step(draw.normal(4, 5), draw.integers(0, 3, 4), 0.5),
        "deep": submission.Network(deep(draw)).train_step(draw.normal(5, 2, 3), draw.integers(0, 4, 5), 0.5),
        "batch of one": submission.Network(two_layers(draw)).train_step(draw.normal(1, 5), draw.integers(0, 3, 1), 0.5),
        "nothing to train": submission.Network([Bend(), Turn()]).train_step(
            draw.normal(6, 4), draw.integers(0, 4, 6), 1.0
        ),
    }


@case(
    "train_step takes one step of gradient descent",
    points=2,
    hint="W ← W - lr · dW and b ← b - lr · db with the gradients of this very step; they hold the mean's 1/B already.",
    public=True,
)
def update(submission, draw):
    seen = {}
    for name, layers, batch in (
        ("one layer", [Trained(draw, 5, 3)], 7),
        ("two layers", two_layers(draw), 4),
        ("batch of one", two_layers(draw), 1),
    ):
        rate = float(draw.uniform(low=0.1, high=0.9))
        submission.Network(layers).train_step(draw.normal(batch, 5), draw.integers(0, 3, batch), rate)
        seen[name] = weights(layers)
    layer, x = Trained(draw, 5, 3), draw.normal(2, 5, std=12)
    farthest = layer.forward(x).argmin(axis=1)  # as labels they make the gradient large
    submission.Network([layer]).train_step(x, farthest, 0.3)
    seen["large inputs"] = weights([layer])
    layer, x = Trained(draw, 5, 3), draw.normal(4, 5)
    layer.W[0], x[:, 0] = 1.0, draw.shuffled((1000.0, -1000.0, 500.0, -800.0))  # moves all outputs of a row alike
    submission.Network([layer]).train_step(x, draw.integers(0, 3, 4), 0.3)
    return seen | {"rows far up and far down": weights([layer])}


@case(
    "Layers without parameters, and frozen ones",
    points=1.5,
    hint="Ask each layer whether it has W, b, dW and db (hasattr); skip it if not, and go on with the next one.",
)
def frozen(submission, draw):
    seen = {}
    for name, layers, x, classes in (
        ("deep", deep(draw), draw.normal(5, 2, 3), 4),
        ("frozen first", [Frozen(draw, 5, 4), Bend(), Trained(draw, 4, 3)], draw.normal(4, 5), 3),
        ("frozen last", [Trained(draw, 5, 4), Bend(), Frozen(draw, 4, 3)], draw.normal(4, 5), 3),
        ("frozen only", [Frozen(draw, 5, 4), Turn()], draw.normal(3, 5), 4),
    ):
        network = submission.Network(layers)
        network.train_step(x, draw.integers(0, classes, len(x)), 0.7)
        seen[name] = {"weights": weights(layers), "output afterwards": network.forward(x)}
    return seen


@case(
    "Step after step",
    points=1,
    hint="Nothing is carried over from the step before: no momentum, no remembered batch size, no kept gradient.",
)
def step_after_step(submission, draw):
    layers = two_layers(draw)
    network, seen = submission.Network(layers), []
    buffer = draw.normal(4, 5)
    for batch, rate in ((4, 0.5), (4, 0.5), (1, 0.9), (6, 0.1), (3, 0.0), (2, 2)):
        x = buffer if batch == 4 else draw.normal(batch, 5)
        network.train_step(x, draw.integers(0, 3, batch), rate)
        buffer[...] = draw.normal(4, 5)  # same array, other numbers
        seen.append(weights(layers))
    layers[0].W, layers[2].b = draw.normal(5, 4), draw.normal(3)  # as a loaded checkpoint would
    output = network.forward(draw.normal(3, 5))
    for _ in range(2):
        network.train_step(draw.normal(3, 5), draw.integers(0, 3, 3), 0.6)
        seen.append(weights(layers))
    return {"weights after each step": seen, "output with other weights": output}


@case(
    "The latest forward counts, in each network for itself",
    points=1,
    hint="Keep layers on the instance (self.layers); let each layer remember its own forward pass.",
)
def each_for_itself(submission, draw):
    mine, others = two_layers(draw), two_layers(draw)
    network, other = submission.Network(mine), submission.Network(others)
    outputs = [network.forward(draw.normal(batch, 5)) for batch in (4, 6, 2)]
    outputs.append(other.forward(draw.normal(2, 5)))
    dx = [network.backward(draw.normal(2, 3)), other.backward(draw.normal(2, 3)), network.backward(draw.normal(2, 3))]
    left = gradients(mine) + gradients(others)
    network.train_step(draw.normal(4, 5), draw.integers(0, 3, 4), 0.4)
    outputs += [network.forward(draw.normal(2, 5)), other.forward(draw.normal(2, 5))]
    return {"outputs": outputs, "dx": dx, "gradients": left, "weights": weights(mine) + weights(others)}


@case(
    "Views are fine, and what is passed in stays as it is",
    points=0.5,
    hint="x, y, grad and the list belong to the caller, and what a layer returns to it: write into none of them.",
)
def arguments_left_alone(submission, draw):
    seen = {}
    for name, x, y, grad in (
        ("plain", draw.normal(4, 5), draw.integers(0, 3, 4), draw.normal(4, 3)),
        ("views", draw.strided(4, 5), draw.integers(0, 3, 8)[::2], draw.strided(4, 3)),
    ):
        layers = two_layers(draw)
        original = list(layers)
        network = submission.Network(layers)
        output = network.forward(x)
        dx = network.backward(grad)
        network.train_step(x, y, 0.5)
        order = [original.index(layer) for layer in layers]
        given = {"x": x, "y": y, "grad": grad, "order of the layers": order}
        seen[name] = {"given": given, "output": output, "dx": dx, "weights": weights(layers)}
    for name, layers in (
        ("last layer keeps its output", [Trained(draw, 5, 3), Keeping()]),
        ("each layer keeps its output", [Keeping(), Trained(draw, 5, 4), Keeping(), Trained(draw, 4, 3), Keeping()]),
    ):
        network = submission.Network(layers)
        network.forward(draw.normal(4, 5))
        dx = network.backward(draw.normal(4, 3))
        network.train_step(draw.normal(4, 5), draw.integers(0, 3, 4), 0.5)
        seen[name] = {"dx": dx, "weights": weights(layers), "output": network.forward(draw.normal(2, 5))}
    return seen
