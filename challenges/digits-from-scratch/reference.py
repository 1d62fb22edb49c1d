"""Two dense layers, cross-entropy, and gradient descent in mini-batches: all that handwritten digits need."""

import numpy as np

HIDDEN, EPOCHS, BATCH, RATE = 64, 20, 32, 0.3


class Network:
    """64 pixels -> 64 hidden units (ReLU) -> 10 scores."""

    def __init__(self, rng):
        # He's scale: the activations keep their size; zeros would keep all hidden units alike
        self.W1 = rng.normal(0, np.sqrt(2 / 64), (64, HIDDEN))
        self.b1 = np.zeros(HIDDEN)
        self.W2 = rng.normal(0, np.sqrt(2 / HIDDEN), (HIDDEN, 10))
        self.b2 = np.zeros(10)
        self.losses = []

    def forward(self, x):
        hidden = np.maximum(x @ self.W1 + self.b1, 0)  # (B, 64) -> (B, HIDDEN)
        return hidden, hidden @ self.W2 + self.b2  # scores (B, 10)

    def predict(self, x):
        return self.forward(x)[1].argmax(axis=1)  # (M, 10) -> (M,)

    def step(self, x, y, rate):
        """One step of gradient descent on a batch. Returns its mean loss before the step."""
        hidden, scores = self.forward(x)
        scores = scores - scores.max(axis=1, keepdims=True)  # softmax is the same, and exp can't overflow
        log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))  # (B, 10)
        rows = np.arange(len(y))
        grad = np.exp(log_p)
        grad[rows, y] -= 1
        grad /= len(y)  # (B, 10), softmax minus one-hot
        grad_hidden = (grad @ self.W2.T) * (hidden > 0)  # (B, HIDDEN), with W2 as it was in forward
        self.W2 -= rate * hidden.T @ grad
        self.b2 -= rate * grad.sum(axis=0)
        self.W1 -= rate * x.T @ grad_hidden
        self.b1 -= rate * grad_hidden.sum(axis=0)
        return -log_p[rows, y].mean()


def train(x, y, rng):
    """A network that has seen each digit EPOCHS times, in another order each time."""
    model = Network(rng)
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS)  # small steps at the end: the last batch does not sway it
        order = rng.permutation(len(x))  # x itself stays as it is
        batches = [order[i : i + BATCH] for i in range(0, len(x), BATCH)]
        total = sum(model.step(x[batch], y[batch], rate) * len(batch) for batch in batches)
        model.losses.append(float(total / len(x)))
    return model
