"""What gradient_check is run on: layers of our own, right ones and spoilt ones. Observations only.

A layer's spoils tell which of its gradients to alter, at which flat index (None: everywhere), by which factor.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlexam.grading.kit import case

BOTH_SIGNS = [[0.5, -0.4, 1.5], [-1.2, 0.8, -0.6]]


class Layer:
    """What all have in common: parameters, old gradients that belong to no backward pass, and the spoiling."""

    def __init__(self, *spoils: Any, **parameters: np.ndarray) -> None:
        self.spoils = [spoil for spoil in spoils if spoil]
        for name, value in parameters.items():
            setattr(self, name, value)
            setattr(self, "d" + name, np.full(value.shape, 0.7))

    def left(self, dx: np.ndarray, **gradients: np.ndarray) -> np.ndarray:
        """Store the gradients, spoilt where wanted, and give back dx."""
        every = {"x": dx, **gradients}
        for which, index, factor in self.spoils:
            every[which] = every[which].copy()
            every[which][... if index is None else np.unravel_index(index, every[which].shape)] *= factor
        for name in gradients:
            setattr(self, "d" + name, every[name])
        return every["x"]


class Dense(Layer):
    """x W + b for x of two dimensions or more; `told` alters what backward says of dW and db."""

    told = staticmethod(lambda dw, db: (dw, db))

    def forward(self, x):
        self._x = x
        return x @ self.W + self.b

    def backward(self, grad):
        rows, grads = self._x.reshape(-1, self._x.shape[-1]), grad.reshape(-1, grad.shape[-1])
        dw, db = self.told(rows.T @ grads, grads.sum(axis=0))
        return self.left(grad @ self.W.T, W=dw, b=db)


class Bent(Layer):
    """tanh(x W + b); `heard` is what backward takes grad for."""

    heard = staticmethod(lambda grad: grad)

    def forward(self, x):
        self._x, self._y = x.copy(), np.tanh(x @ self.W + self.b)
        return self._y.copy()

    def backward(self, grad):
        inner = self.heard(grad) * (1 - self._y**2)
        return self.left(inner @ self.W.T, W=self._x.T @ inner, b=inner.sum(axis=0))


class Elementwise(Layer):
    """A function of each element, with its slope."""

    def forward(self, x):
        self._slope = self.slope(x)
        return self.value(x)

    def backward(self, grad):
        return self.left(grad * self._slope)


class Square(Elementwise):
    value, slope = staticmethod(lambda x: x**2), staticmethod(lambda x: 2 * x)


class Cube(Elementwise):
    value, slope = staticmethod(lambda x: x**3), staticmethod(lambda x: 3 * x**2)


class Wave(Elementwise):
    """sin(k x), so steep that the error of a central difference shows: n / a is sin(k epsilon) / (k epsilon)."""

    def __init__(self, k: float) -> None:
        super().__init__()
        self.value, self.slope = lambda x: np.sin(k * x), lambda x: k * np.cos(k * x)


class Rectified(Elementwise):
    """max(0, x); `leak` is what backward lets through below zero."""

    leak = 0.0

    def value(self, x):
        return np.maximum(x, 0)

    def slope(self, x):
        return np.where(x > 0, 1.0, self.leak)


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


class Cubic(Layer):
    """x W + b, where W has three dimensions and b two."""

    turned = False

    def forward(self, x):
        self._x = x
        return np.einsum("ni,ijk->njk", x, self.W) + self.b

    def backward(self, grad):
        dw = np.einsum("ni,njk->ijk", self._x, grad[..., ::-1] if self.turned else grad)
        return self.left(np.einsum("njk,ijk->ni", grad, self.W), W=dw, b=grad.sum(axis=0))


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


def checks(submission: Any, layer: Layer, x: np.ndarray, number: int = 1) -> list[Any]:
    """What a number of calls return."""
    return [submission.gradient_check(layer, x) for _ in range(number)]


def judged(submission: Any, right: Any, wrong: Any, told: str = "wrong layers", calls: int = 2) -> dict[str, Any]:
    """What a few calls return for each right layer, and one for each wrong one."""
    return {
        "right layers": {name: checks(submission, layer, x, calls) for name, (layer, x) in right.items()},
        told: {name: checks(submission, layer, x) for name, (layer, x) in wrong.items()},
    }


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
        "a ReLU, some of its inputs negative": (Rectified(), draw.tensor(BOTH_SIGNS)),
        "a dense layer on three dimensions": (dense(draw, inputs=2, outputs=4), away(draw, 3, 3, 2)),
        "a layer that reuses its gradient arrays": (dense(draw, Reused), away(draw, 5, 3)),
    }
    wrong = {"a dense layer, db twice too large": (dense(draw, spoil=("b", None, 2.0)), away(draw, 5, 3))}
    return judged(submission, layers, wrong, calls=3)


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
    for index in (2 * draw.integer(30, 65), 129):  # none that is skipped because there are many
        wrong[f"squares, entry {index} of 130 off"] = Square(("x", index, 0.8)), away(draw, 10, 13)
    sizes = away(draw, 3, 4) * draw.tensor([0.005, 1, 4, 10])  # larger ones would drown it in rounding, too
    wrong["squares, a small entry off among large ones"] = Square(("x", 8, 1.2)), sizes
    return judged(submission, {"a dense layer": (dense(draw, Bent, outputs=4), away(draw, 2, 3))}, wrong)


@case("One wrong entry in the gradient of a parameter", points=1.5, hint="Move each entry of W and b as well.", draws=1)
def parameter_entries(submission, draw):
    wrong = {}
    for name, size in (("W", 6), ("b", 2)):
        for index in range(size):
            spoil = (name, index, factor(draw))
            wrong[f"a dense layer, entry {index} of d{name} off"] = dense(draw, Bent, spoil), away(draw, 4, 3)
    wide = dense(draw, Bent, ("W", 19, factor(draw)), inputs=4, outputs=5)
    wrong["a dense layer, the last of 20 entries of dW off"] = wide, away(draw, 2, 4)
    columns = away(draw, 3, 4) * draw.tensor([0.02, 1, 5, 20])
    layer = Scaled(("W", 0, 1.2), W=away(draw, 4), b=away(draw, 4))
    wrong["a small entry of dW off among large ones"] = layer, columns
    return judged(submission, {"a dense layer": (dense(draw, Bent), away(draw, 4, 3))}, wrong)


@case("Whole gradients wrong", points=1, hint="Compare signs, too, and entry with entry.", draws=1)
def whole_gradients(submission, draw):
    wrong: dict[str, Any] = {}
    for name in ("x", "W", "b"):
        for told, times in {"6 % too large": 1.06, "6 % too small": 0.94, "of the wrong sign": -1.0, "0": 0.0}.items():
            wrong[f"d{name} {told}"] = dense(draw, spoil=(name, None, times)), away(draw, 3, 3)
    wrong["dW transposed"] = dense(draw, inputs=3, outputs=3), away(draw, 5, 3)
    wrong["dW transposed"][0].told = lambda dw, db: (dw.T.copy(), db)
    wrong["dW and db divided by the batch size"] = dense(draw), away(draw, 3, 3)
    wrong["dW and db divided by the batch size"][0].told = lambda dw, db: (dw / 3, db / 3)
    leaky = Rectified()
    leaky.leak = 1.0
    wrong["a ReLU that lets every gradient through"] = leaky, draw.tensor(BOTH_SIGNS)
    return judged(submission, {"a square W": (dense(draw, inputs=3, outputs=3), away(draw, 5, 3))}, wrong)


@case("Wrong only for some gradients from above", points=1, hint="Draw every entry of g by itself.", draws=1)
def random_upstream(submission, draw):
    wrong = {"centring, right for equal gradients only": (Uncentred(), away(draw, 6, 8))}
    for told, heard in {
        "grad for ones": np.ones_like,
        "the first row of grad for all rows": lambda grad: np.broadcast_to(grad[:1], grad.shape),
        "the first column of grad for all columns": lambda grad: np.broadcast_to(grad[:, :1], grad.shape),
    }.items():
        layer = dense(draw, Bent, outputs=8)  # even random signs are hardly ever all alike in 6 x 8
        layer.heard = heard
        wrong[f"backward takes {told}"] = layer, away(draw, 6, 3)
    fine = {"centring": (Centred(), away(draw, 1, 24)), "a dense layer": (dense(draw, Bent), away(draw, 3, 3))}
    return judged(submission, fine, wrong)


@case("A gradient that is NaN", points=1, hint="NaN is not larger than anything: max(worst, error) loses it.", draws=1)
def not_a_number(submission, draw):
    nan = float("nan")
    spoils = {f"entry {index} of dx NaN": ("x", index, nan) for index in (0, 4, 8)}
    spoils |= {f"entry {index} of dW NaN": ("W", index, nan) for index in (0, 3, 5)}
    spoils |= {f"entry {index} of db NaN": ("b", index, nan) for index in (0, 1)} | {"all of dx NaN": ("x", None, nan)}
    wrong = {name: (dense(draw, spoil=spoil), away(draw, 3, 3)) for name, spoil in spoils.items()}
    wrong["squares, the last entry NaN"] = Square(("x", 7, nan)), away(draw, 2, 4)
    wrong["a ReLU, NaN where it is off"] = Rectified(("x", 1, nan)), draw.tensor(BOTH_SIGNS)
    return judged(submission, {"a dense layer": (dense(draw), away(draw, 3, 3))}, wrong, told="layers with NaN")


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
    tiny = Scaled(("x", None, 2.5), W=away(draw, 4, low=0.8) * 5e-8, b=np.zeros(4))
    two, both = (("x", 0, 1.3), ("x", 5, larger)), (("x", None, 1.3), ("b", None, large))
    steep = float(draw.uniform(low=1e4, high=4e4))
    return {
        "a small dx too large": checks(submission, faint, away(draw, 3, 4)),
        "a tiny dx too large": checks(submission, tiny, away(draw, 5, 4)),
        "dx too large and of the wrong sign": checks(submission, Square(("x", None, -large)), away(draw, 2, 2)),
        "dW too large": checks(submission, scaled, away(draw, 3, 4)),
        "db too large": checks(submission, one, away(draw, 3, 3)),
        "dx too small": checks(submission, Square(("x", None, 1 / larger)), away(draw, 2, 2)),
        "the last entry of dx worse than the first": checks(submission, Square(*two), away(draw, 2, 3)),
        "db worse than dx": checks(submission, Scaled(*both, W=away(draw, 4), b=away(draw, 4)), away(draw, 3, 4)),
        "a sine wave, epsilon left to you": checks(
            submission, Wave(steep), draw.uniform(5, low=-0.8, high=0.8) / steep
        ),
        "cubes with a large epsilon": [submission.gradient_check(Cube(), size * signs, epsilon=step)],
    }


@case("Layers with W alone, with b alone, with neither", points=0.5, hint="hasattr tells what a layer has.", draws=1)
def some_parameters(submission, draw):
    def layers(spoils: dict[str, Any]) -> dict[str, tuple[Layer, np.ndarray]]:
        weighted, shifted = Weighted(spoils.get("W"), W=away(draw, 3)), Shifted(spoils.get("b"), b=away(draw, 3))
        wide = 3 + away(draw, 2, 3)  # x + b stays away from 0
        return {"W alone": (weighted, away(draw, 4, 3)), "b alone": (shifted, wide)}

    fine = layers({}) | {"neither": (Square(), away(draw, 5)), "a batch of one": (dense(draw), away(draw, 1, 3))}

    def cubic(*spoils: Any) -> tuple[Layer, np.ndarray]:
        return Cubic(*spoils, W=away(draw, 3, 2, 4, high=0.6), b=away(draw, 2, 4, high=0.6)), away(draw, 3, 3)

    fine["W of three dimensions"] = cubic()
    wrong = layers({"W": ("W", 2, 1.3), "b": ("b", 2, 0.7)}) | {
        "W of three dimensions": cubic(("W", 23, 1.1)),
        "b of two dimensions": cubic(("b", 7, 1.1)),
        "dW turned round along its last axis": cubic(),
        "neither": (Square(("x", 4, 1.1)), away(draw, 5)),
        "a batch of one": (dense(draw, spoil=("W", 5, 1.1)), away(draw, 1, 3)),
    }
    wrong["dW turned round along its last axis"][0].turned = True
    for layer, _ in wrong.values():  # no gradients before the first backward
        layer.__dict__.pop("dW", None), layer.__dict__.pop("db", None)
    return judged(submission, fine, wrong)


@case(
    "Views as x, W and b", points=0.5, hint="ravel() of a transposed array is a copy: the layer never sees it.", draws=1
)
def views(submission, draw):
    def layer(spoil: Any = None) -> Layer:
        return Bent(spoil, W=away(draw, 2, 3, high=0.6).T, b=away(draw, 4, high=0.6)[::2])

    x = {"transposed": away(draw, 3, 4).T, "stepped": away(draw, 4, 6)[::2, ::-2]}
    fine = {name: (layer(), value) for name, value in x.items()}
    wrong = {f"{name}, d{which} off": (layer((which, 1, 1.2)), x[name]) for name in x for which in ("x", "W", "b")}
    return judged(submission, fine, wrong)


@case(
    "x, W and b are afterwards as they were",
    points=0.5,
    hint="Undo each disturbance before the next one, the last one too; or disturb a copy.",
    draws=1,
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
