"""What gradient_check is run on: layers of our own, right ones and spoilt ones. Observations only.

A layer's `spoil` tells which of its gradients to alter, at which flat index (None: everywhere), by which factor.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import case


class Layer:
    """What all have in common: parameters, old gradients that belong to no backward pass, and the spoiling."""

    def __init__(self, spoil: Any = None, **parameters: np.ndarray) -> None:
        self.spoil = spoil
        for name, value in parameters.items():
            setattr(self, name, value)
            setattr(self, "d" + name, np.full(value.shape, 0.7))

    def left(self, dx: np.ndarray, **gradients: np.ndarray) -> np.ndarray:
        """Store the gradients, spoilt where wanted, and give back dx."""
        every = {"x": dx, **gradients}
        if self.spoil:
            which, index, factor = self.spoil
            every[which] = every[which].copy()
            every[which][... if index is None else np.unravel_index(index, every[which].shape)] *= factor
        for name in gradients:
            setattr(self, "d" + name, every[name])
        return every["x"]


class Dense(Layer):
    """x W + b for x of two dimensions or more."""

    def forward(self, x):
        self._x = x
        return x @ self.W + self.b

    def backward(self, grad):
        rows, grads = self._x.reshape(-1, self._x.shape[-1]), grad.reshape(-1, grad.shape[-1])
        return self.left(grad @ self.W.T, W=rows.T @ grads, b=grads.sum(axis=0))


class Bent(Layer):
    """tanh(x W + b)."""

    def forward(self, x):
        self._x, self._y = x.copy(), np.tanh(x @ self.W + self.b)
        return self._y.copy()

    def backward(self, grad):
        inner = grad * (1 - self._y**2)
        return self.left(inner @ self.W.T, W=self._x.T @ inner, b=inner.sum(axis=0))


class Square(Layer):
    """x² for each element."""

    def forward(self, x):
        self._slope = 2 * x
        return x**2

    def backward(self, grad):
        return self.left(grad * self._slope)


class Cube(Layer):
    """x³ for each element."""

    def forward(self, x):
        self._slope = 3 * x**2
        return x**3

    def backward(self, grad):
        return self.left(grad * self._slope)


class Rectified(Layer):
    """max(0, x); `leak` is what backward lets through below zero."""

    leak = 0.0

    def forward(self, x):
        self._slope = np.where(x > 0, 1.0, self.leak)
        return np.maximum(x, 0)

    def backward(self, grad):
        return self.left(grad * self._slope)


class Scaled(Layer):
    """x W + b element by element, with one W and one b for each column."""

    def forward(self, x):
        self._x = x
        return x * self.W + self.b

    def backward(self, grad):
        return self.left(grad * self.W, W=(grad * self._x).sum(axis=0), b=grad.sum(axis=0))


class Weighted(Layer):
    """tanh(x) W, one number for each row; there is no b."""

    def forward(self, x):
        self._y = np.tanh(x)
        return self._y @ self.W

    def backward(self, grad):
        return self.left(grad[:, None] * self.W * (1 - self._y**2), W=self._y.T @ grad)


class Shifted(Layer):
    """(x + b)²; there is no W."""

    def forward(self, x):
        self._slope = 2 * (x + self.b)
        return (x + self.b) ** 2

    def backward(self, grad):
        inner = grad * self._slope
        return self.left(inner, b=inner.sum(axis=0))


class Centred(Layer):
    """x less the mean of its row: the outputs of a row add up to nothing."""

    def forward(self, x):
        return x - x.mean(axis=1, keepdims=True)

    def backward(self, grad):
        return self.left(grad - grad.mean(axis=1, keepdims=True))


class Reused(Dense):
    """Writes its gradients into the same two arrays every time."""

    def backward(self, grad):
        kept = self.dW, self.db
        dx = super().backward(grad)
        for array, name in zip(kept, ("dW", "db"), strict=True):
            array[...] = getattr(self, name)
            setattr(self, name, array)
        return dx


class Transposed(Dense):
    """A square W whose gradient is turned over."""

    def backward(self, grad):
        dx = super().backward(grad)
        self.dW = self.dW.T.copy()
        return dx


class Averaged(Dense):
    """Gradients of W and b divided by the batch size."""

    def backward(self, grad):
        dx = super().backward(grad)
        self.dW, self.db = self.dW / len(grad), self.db / len(grad)
        return dx


class Deaf(Bent):
    """A backward pass that takes grad for ones."""

    def backward(self, grad):
        return super().backward(np.ones_like(grad))


class Levelled(Bent):
    """A backward pass that takes the same gradient for every row."""

    def backward(self, grad):
        return super().backward(np.broadcast_to(grad[:1], grad.shape))


class Even(Bent):
    """A backward pass that takes the same gradient for every column."""

    def backward(self, grad):
        return super().backward(np.broadcast_to(grad[:, :1], grad.shape))


class Uncentred(Centred):
    """Right wherever the gradients of a row are all alike, and nowhere else."""

    def backward(self, grad):
        return 2 * super().backward(grad)


def away(draw: Any, *shape: int, low: float = 0.3, high: float = 1.2) -> Any:
    """Numbers of both signs that are not near zero."""
    return draw.uniform(*shape, low=low, high=high) * draw.tensor(draw.rng.choice([-1.0, 1.0], shape))


# Dense layers get an odd number of rows: with random signs as g, an even number can cancel in db but for rounding
def dense(draw: Any, kind: type[Layer] = Dense, spoil: Any = None, inputs: int = 3, outputs: int = 2) -> Layer:
    """A dense layer with weights of the draw."""
    return kind(spoil, W=away(draw, inputs, outputs, low=0.2, high=0.6), b=away(draw, outputs, high=0.6))


def checks(submission: Any, layer: Layer, x: np.ndarray, number: int) -> list[Any]:
    """What a number of calls return."""
    return [submission.gradient_check(layer, x) for _ in range(number)]


def right(submission: Any, layers: dict[str, tuple[Layer, np.ndarray]]) -> dict[str, Any]:
    """What three calls return, for each layer."""
    return {name: checks(submission, layer, x, 3) for name, (layer, x) in layers.items()}


def spoilt(submission: Any, layers: dict[str, tuple[Layer, np.ndarray]]) -> dict[str, Any]:
    """What two calls return, for each layer."""
    return {name: checks(submission, layer, x, 2) for name, (layer, x) in layers.items()}


def factor(draw: Any) -> float:
    """By what an entry is multiplied: off by 6 % at least, or of the other sign, or zero."""
    return draw.choice((1.06, 0.94, 1.3, 0.5, 3.0, -1.0, 0.0))


@case(
    "Right layers get a small number",
    points=1.5,
    hint="Central differences, (f(x+ε) - f(x-ε)) / 2ε, of f = sum(forward(x) · g); g has the shape of the output.",
    public=True,
    draws=1,
)
def right_layers(submission, draw):
    layers = {
        "a dense layer": (dense(draw), away(draw, 5, 3)),
        "a dense layer with tanh": (dense(draw, Bent, outputs=4), away(draw, 3, 3)),
        "squares of small numbers": (Square(), away(draw, 2, 5, low=0.01, high=0.03)),
        "cubes": (Cube(), away(draw, 4, 2, low=0.1, high=1.5)),
        "a ReLU, some of its inputs negative": (Rectified(), draw.tensor([[0.5, -0.4, 1.5], [-1.2, 0.8, -0.6]])),
        "a dense layer on three dimensions": (dense(draw, inputs=2, outputs=4), away(draw, 3, 3, 2)),
        "a layer that reuses its gradient arrays": (dense(draw, Reused), away(draw, 5, 3)),
    }
    wrong = {"a dense layer, db twice too large": (dense(draw, spoil=("b", None, 2.0)), away(draw, 5, 3))}
    return {"right layers": right(submission, layers), "wrong layers": spoilt(submission, wrong)}


@case(
    "One wrong entry in the gradient of the input",
    points=1.5,
    hint="Every entry of x counts, the last like the first, and the largest error decides: no mean, no norm.",
    draws=1,
)
def input_entries(submission, draw):
    wrong = {}
    for index in range(6):
        spoil = ("x", index, factor(draw))
        wrong[f"a dense layer, entry {index} of dx off"] = dense(draw, Bent, spoil, outputs=4), away(draw, 2, 3)
    for index in (draw.integer(6, 23), 23):
        wrong[f"squares, entry {index} of 24 off"] = Square(("x", index, 0.8)), away(draw, 2, 3, 4)
    sizes = away(draw, 3, 4) * draw.tensor([0.02, 1, 20, 200])
    wrong["squares, a small entry off among large ones"] = Square(("x", 8, 1.2)), sizes
    return {
        "right layers": right(submission, {"a dense layer": (dense(draw, Bent, outputs=4), away(draw, 2, 3))}),
        "wrong layers": spoilt(submission, wrong),
    }


@case(
    "One wrong entry in the gradient of a parameter",
    points=1.5,
    hint="Disturb each entry of layer.W and layer.b as well, and compare with layer.dW and layer.db.",
    draws=1,
)
def parameter_entries(submission, draw):
    wrong = {}
    for name, size in (("W", 6), ("b", 2)):
        for index in range(size):
            spoil = (name, index, factor(draw))
            wrong[f"a dense layer, entry {index} of d{name} off"] = dense(draw, Bent, spoil), away(draw, 4, 3)
    wide = dense(draw, Bent, ("W", 19, factor(draw)), inputs=4, outputs=5)
    wrong["a dense layer, the last of 20 entries of dW off"] = wide, away(draw, 2, 4)
    columns = away(draw, 3, 4) * draw.tensor([0.02, 1, 20, 200])
    layer = Scaled(("W", 0, 1.2), W=away(draw, 4), b=away(draw, 4))
    wrong["a small entry of dW off among large ones"] = layer, columns
    return {
        "right layers": right(submission, {"a dense layer": (dense(draw, Bent), away(draw, 4, 3))}),
        "wrong layers": spoilt(submission, wrong),
    }


@case(
    "Whole gradients wrong",
    points=1,
    hint="Compare signs too: take the absolute value of the difference, and compare entry with entry.",
    draws=1,
)
def whole_gradients(submission, draw):
    wrong: dict[str, Any] = {}
    for name in ("x", "W", "b"):
        for told, times in (
            ("6 % too large", 1.06),
            ("6 % too small", 0.94),
            ("of the wrong sign", -1.0),
            ("zero", 0.0),
        ):
            wrong[f"d{name} {told}"] = dense(draw, spoil=(name, None, times)), away(draw, 3, 3)
    wrong["dW transposed"] = dense(draw, Transposed, inputs=3, outputs=3), away(draw, 5, 3)
    wrong["dW and db divided by the batch size"] = dense(draw, Averaged), away(draw, 3, 3)
    leaky = Rectified()
    leaky.leak = 1.0
    wrong["a ReLU that lets every gradient through"] = leaky, draw.tensor([[0.5, -0.4, 1.5], [-1.2, 0.8, -0.6]])
    return {
        "right layers": right(submission, {"a square W": (dense(draw, inputs=3, outputs=3), away(draw, 5, 3))}),
        "wrong layers": spoilt(submission, wrong),
    }


@case(
    "Wrong only for some gradients from above",
    points=1,
    hint="With g all ones, backward is only ever tried with ones. Draw every entry of g by itself.",
    draws=1,
)
def random_upstream(submission, draw):
    def wide(kind: type[Layer]) -> tuple[Layer, np.ndarray]:  # even random signs are hardly ever all alike in 6 x 8
        return dense(draw, kind, outputs=8), away(draw, 6, 3)

    wrong = {
        "backward takes grad for ones": wide(Deaf),
        "backward takes the first row of grad for all rows": wide(Levelled),
        "backward takes the first column of grad for all columns": wide(Even),
        "centring, right for equal gradients only": (Uncentred(), away(draw, 6, 8)),
    }
    fine = {"centring": (Centred(), away(draw, 1, 24)), "a dense layer": (dense(draw, Bent), away(draw, 3, 3))}
    return {"right layers": right(submission, fine), "wrong layers": spoilt(submission, wrong)}


@case(
    "A gradient that is NaN",
    points=1,
    hint="NaN is not larger than anything: max(worst, error) and `if error > worst` lose it.",
    draws=1,
)
def not_a_number(submission, draw):
    nan = float("nan")
    spoils = {f"entry {index} of dx NaN": ("x", index, nan) for index in (0, 4, 8)}
    spoils |= {f"entry {index} of dW NaN": ("W", index, nan) for index in (0, 3, 5)}
    spoils |= {f"entry {index} of db NaN": ("b", index, nan) for index in (0, 1)} | {"all of dx NaN": ("x", None, nan)}
    wrong = {name: (dense(draw, spoil=spoil), away(draw, 3, 3)) for name, spoil in spoils.items()}
    wrong["squares, the last entry NaN"] = Square(("x", 7, nan)), away(draw, 2, 4)
    return {
        "right layers": right(submission, {"a dense layer": (dense(draw), away(draw, 3, 3))}),
        "layers with NaN": spoilt(submission, wrong),
    }


@case(
    "The number is the largest relative error, and epsilon is used",
    points=1,
    hint="abs(a - n) / max(1e-8, abs(a) + abs(n)), the largest of all; epsilon is how far an entry is moved.",
)
def the_number(submission, draw):
    large, larger = sorted(float(value) for value in draw.uniform(2, low=1.5, high=6))
    scaled = Scaled(("W", None, larger), W=away(draw, 4), b=away(draw, 4))
    one = Scaled(("b", None, large), W=away(draw, 3), b=away(draw, 3))
    signs = draw.tensor(draw.rng.choice([-1.0, 1.0], (2, 3)))
    size, step = float(draw.uniform(low=0.5, high=1)), float(draw.uniform(low=0.05, high=0.3))
    faint = Scaled(("x", None, large), W=away(draw, 4) / 1000, b=away(draw, 4) / 1000)
    return {
        "a small dx too large": checks(submission, faint, away(draw, 3, 4), 2),
        "dx too large and of the wrong sign": checks(submission, Square(("x", None, -large)), away(draw, 2, 2), 2),
        "dW too large": checks(submission, scaled, away(draw, 3, 4), 2),
        "db too large": checks(submission, one, away(draw, 3, 3), 2),
        "dx too small": checks(submission, Square(("x", None, 1 / larger)), away(draw, 2, 2), 2),
        "cubes with a large epsilon": [submission.gradient_check(Cube(), size * signs, epsilon=step) for _ in range(2)],
    }


@case(
    "Layers with W alone, with b alone, with neither",
    points=0.5,
    hint="Ask with hasattr which of W and b a layer has; the output need not have two dimensions.",
    draws=1,
)
def some_parameters(submission, draw):
    def layers(spoils: dict[str, Any]) -> dict[str, tuple[Layer, np.ndarray]]:
        weighted, shifted = Weighted(spoils.get("W"), W=away(draw, 3)), Shifted(spoils.get("b"), b=away(draw, 3))
        wide = 3 + away(draw, 2, 3)  # x + b stays away from 0
        return {"W alone": (weighted, away(draw, 4, 3)), "b alone": (shifted, wide)}

    fine = layers({}) | {"neither": (Square(), away(draw, 5)), "a batch of one": (dense(draw), away(draw, 1, 3))}
    wrong = layers({"W": ("W", 2, 1.3), "b": ("b", 2, 0.7)}) | {
        "neither": (Square(("x", 4, 1.1)), away(draw, 5)),
        "a batch of one": (dense(draw, spoil=("W", 5, 1.1)), away(draw, 1, 3)),
    }
    return {"right layers": right(submission, fine), "wrong layers": spoilt(submission, wrong)}


@case(
    "Views as x, W and b",
    points=0.5,
    hint="ravel() and reshape(-1) of a transposed array are copies: what is written to them never reaches the layer.",
    draws=1,
)
def views(submission, draw):
    def layer(spoil: Any = None) -> Layer:
        return Bent(spoil, W=away(draw, 2, 3, high=0.6).T, b=away(draw, 4, high=0.6)[::2])

    x = {"transposed": away(draw, 3, 4).T, "stepped": away(draw, 4, 6)[::2, ::-2]}
    fine = {name: (layer(), value) for name, value in x.items()}
    wrong = {f"{name}, d{which} off": (layer((which, 1, 1.2)), x[name]) for name in x for which in ("x", "W", "b")}
    return {"right layers": right(submission, fine), "wrong layers": spoilt(submission, wrong)}


@case(
    "x, W and b are afterwards as they were",
    points=0.5,
    hint="Undo each disturbance before the next one, the last one too; or disturb a copy.",
    admits=("copy",),
    because="the arrays that go in are what is looked at",
)
def as_they_were(submission, draw):
    seen = {}
    for name, layer, x in (
        ("a dense layer", dense(draw, Bent), away(draw, 2, 3)),
        ("a wrong layer", dense(draw, spoil=("W", 0, 3.0)), away(draw, 4, 3)),
        ("squares", Square(), away(draw, 2, 3, 4)),
        ("b alone", Shifted(b=away(draw, 4)), away(draw, 2, 4)),
        ("views", Bent(W=away(draw, 2, 3).T, b=away(draw, 4)[::2]), away(draw, 3, 4).T),
    ):
        for epsilon in (1e-5, 1e-2):
            submission.gradient_check(layer, x, epsilon=epsilon)
        seen[name] = {"x": x} | {key: getattr(layer, key) for key in ("W", "b") if hasattr(layer, key)}
    return seen
