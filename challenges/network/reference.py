"""A network is a list of layers: forward in order, backward in reverse, one step of gradient descent."""

import numpy as np


class Network:
    """Layers in a row, trained with mean softmax cross-entropy."""

    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)  # leaves dW and db behind, where the layer has them
        return grad

    def train_step(self, x, y, lr):
        loss, grad = softmax_cross_entropy(self.forward(x), y)
        self.backward(grad)
        for layer in self.layers:
            if all(hasattr(layer, name) for name in ("W", "b", "dW", "db")):
                layer.W = layer.W - lr * layer.dW
                layer.b = layer.b - lr * layer.db
        return loss


def softmax_cross_entropy(logits, labels):
    """The mean of -log softmax(logits)[label] over the batch as a float, and its gradient, (B, C)."""
    rows = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)  # (B, C), at most 0
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    grad = np.exp(log_probabilities)
    grad[rows, labels] -= 1
    return float(-log_probabilities[rows, labels].mean()), grad / len(labels)
