"""The fused LSTM and GRU cells of accelerators, which have no CPU kernel, on host tensors.

Torch's LSTM and GRU layers call them, forward and backward, once a step. Gate orders are those of the layers' weights:
input, forget, cell, output (LSTM); reset, update, new (GRU). The formulas are in the layers' documentation.
"""

from __future__ import annotations

import torch
from torch import Tensor

Maybe = Tensor | None


def lstm_cell(
    input_gates: Tensor, hidden_gates: Tensor, cx: Tensor, input_bias: Maybe = None, hidden_bias: Maybe = None
) -> tuple[Tensor, Tensor, Tensor]:
    """New hidden state (B, H), new cell state (B, H), and the gates' values (B, 4H) for the way back."""
    gates = _sum(input_gates, input_bias) + _sum(hidden_gates, hidden_bias)
    i, f, g, o = gates.chunk(4, 1)
    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
    cy = f * cx + i * g
    return o * cy.tanh(), cy, torch.cat([i, f, g, o], 1)


def lstm_cell_backward(
    grad_hy: Maybe, grad_cy: Maybe, cx: Tensor, cy: Tensor, workspace: Tensor, has_bias: bool
) -> tuple[Tensor, Tensor, Maybe]:
    """Gradients of the gates before their nonlinearities (B, 4H), of `cx`, and of either bias."""
    i, f, g, o = workspace.chunk(4, 1)
    through = cy.tanh()
    grad_hy = torch.zeros_like(cy) if grad_hy is None else grad_hy
    grad_c = grad_hy * o * (1 - through**2) + (0 if grad_cy is None else grad_cy)
    parts = [
        grad_c * g * i * (1 - i),
        grad_c * cx * f * (1 - f),
        grad_c * i * (1 - g**2),
        grad_hy * through * o * (1 - o),
    ]
    grad_gates = torch.cat(parts, 1)
    return grad_gates, grad_c * f, grad_gates.sum(0) if has_bias else None


def gru_cell(
    input_gates: Tensor, hidden_gates: Tensor, hx: Tensor, input_bias: Maybe = None, hidden_bias: Maybe = None
) -> tuple[Tensor, Tensor]:
    """New hidden state (B, H), and what the way back needs (B, 5H)."""
    from_input = _sum(input_gates, input_bias).chunk(3, 1)
    from_hidden = _sum(hidden_gates, hidden_bias).chunk(3, 1)
    r = (from_input[0] + from_hidden[0]).sigmoid()
    z = (from_input[1] + from_hidden[1]).sigmoid()
    n = (from_input[2] + r * from_hidden[2]).tanh()
    return n + z * (hx - n), torch.cat([r, z, n, hx, from_hidden[2]], 1)


def gru_cell_backward(
    grad_hy: Tensor, workspace: Tensor, has_bias: bool
) -> tuple[Tensor, Tensor, Tensor, Maybe, Maybe]:
    """Gradients of both groups of gates (B, 3H), of `hx`, and of both biases."""
    r, z, n, hx, hidden_n = workspace.chunk(5, 1)
    grad_z = grad_hy * (hx - n) * (1 - z) * z
    grad_n = grad_hy * (1 - z) * (1 - n**2)
    grad_r = grad_n * hidden_n * (1 - r) * r
    to_input = torch.cat([grad_r, grad_z, grad_n], 1)
    to_hidden = torch.cat([grad_r, grad_z, grad_n * r], 1)
    biases = (to_input.sum(0), to_hidden.sum(0)) if has_bias else (None, None)
    return to_input, to_hidden, grad_hy * z, *biases


def _sum(gates: Tensor, bias: Maybe) -> Tensor:
    return gates if bias is None else gates + bias


KERNELS = {
    "_thnn_fused_lstm_cell": lstm_cell,
    "_thnn_fused_lstm_cell_backward_impl": lstm_cell_backward,
    "_thnn_fused_gru_cell": gru_cell,
    "_thnn_fused_gru_cell_backward": gru_cell_backward,
}
