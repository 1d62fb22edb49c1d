"""Right programs: every common layer and loss, forward and backward."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from programs.tools import numbers, there_and_back


def linear(device: str) -> Any:
    return there_and_back(nn.Linear(5, 3), numbers(4, 5), device=device)


def bilinear(device: str) -> Any:
    return there_and_back(nn.Bilinear(5, 4, 3), numbers(2, 5), numbers(2, 4), device=device)


def conv1d_dilated(device: str) -> Any:
    return there_and_back(nn.Conv1d(3, 6, 3, dilation=2), numbers(2, 3, 12), device=device)


def conv2d_strided_and_padded(device: str) -> Any:
    return there_and_back(nn.Conv2d(3, 6, 3, stride=2, padding=1), numbers(2, 3, 9, 9), device=device)


def conv2d_depthwise(device: str) -> Any:
    return there_and_back(nn.Conv2d(4, 4, 3, groups=4), numbers(2, 4, 9, 9), device=device)


def conv2d_same_padding(device: str) -> Any:
    return there_and_back(
        nn.Conv2d(2, 3, 4, padding="same", padding_mode="reflect"), numbers(1, 2, 7, 7), device=device
    )


def conv2d_channels_last(device: str) -> Any:
    return there_and_back(nn.Conv2d(3, 4, 3), numbers(2, 3, 6, 6).to(memory_format=torch.channels_last), device=device)


def conv3d(device: str) -> Any:
    return there_and_back(nn.Conv3d(2, 3, 3), numbers(1, 2, 5, 5, 5), device=device)


def transposed_convolution(device: str) -> Any:
    return there_and_back(nn.ConvTranspose2d(3, 6, 3, stride=2, output_padding=1), numbers(2, 3, 5, 5), device=device)


def pooling(device: str) -> Any:
    layers = nn.Sequential(nn.MaxPool2d(2), nn.AvgPool2d(3, 1, padding=1), nn.AdaptiveAvgPool2d(2))
    return there_and_back(layers, numbers(2, 3, 8, 8), device=device)


def max_pool_with_indices(device: str) -> Any:
    values, places = F.max_pool2d(numbers(1, 2, 6, 6).to(device), 2, return_indices=True)
    return [values, places, F.max_unpool2d(values, places, 2)]


def batch_norm_trains_then_evaluates(device: str) -> Any:
    module = nn.BatchNorm2d(3)
    seen = there_and_back(module, numbers(4, 3, 5, 5), device=device)
    return [*seen, module.eval()(numbers(4, 3, 5, 5).to(device))]


def layer_group_and_rms_norm(device: str) -> Any:
    norms = nn.Sequential(nn.LayerNorm(8), nn.GroupNorm(2, 4), nn.RMSNorm(8), nn.InstanceNorm1d(4, affine=True))
    return there_and_back(norms, numbers(3, 4, 8), device=device)


def lstm_deep_and_both_ways(device: str) -> Any:
    lstm = nn.LSTM(5, 7, num_layers=2, batch_first=True, bidirectional=True)
    return there_and_back(lstm, numbers(3, 6, 5), device=device)


def lstm_projected(device: str) -> Any:
    return there_and_back(nn.LSTM(5, 7, proj_size=4), numbers(6, 3, 5), device=device)


def lstm_with_its_own_state(device: str) -> Any:
    state = (numbers(1, 3, 7).to(device), numbers(1, 3, 7, seed=1).to(device))
    lstm = nn.LSTM(5, 7, bias=False).to(device)
    out, (h, c) = lstm(numbers(6, 3, 5).to(device), state)
    (out.sum() + c.square().sum()).backward()
    return [out, h, c, lstm.weight_hh_l0.grad]


def gru(device: str) -> Any:
    return there_and_back(nn.GRU(5, 7, batch_first=True), numbers(3, 6, 5), device=device)


def plain_rnn_and_cells(device: str) -> Any:
    x = numbers(3, 5).to(device)
    h, c = nn.LSTMCell(5, 4).to(device)(x)
    return [
        *there_and_back(nn.RNN(5, 7), numbers(6, 3, 5), device=device), h, c, nn.GRUCell(5, 4).to(device)(x),
        nn.RNNCell(5, 4).to(device)(x),
    ]  # fmt: skip


def packed_sequence(device: str) -> Any:
    lstm = nn.LSTM(5, 7, batch_first=True).to(device)
    x = numbers(3, 6, 5).to(device).requires_grad_()
    packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor([6, 4, 2]), batch_first=True)
    out, _ = nn.utils.rnn.pad_packed_sequence(lstm(packed)[0], batch_first=True)
    out.square().sum().backward()
    return [out, x.grad, lstm.weight_hh_l0.grad]


def multihead_attention(device: str) -> Any:
    class Attention(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.attend = nn.MultiheadAttention(8, 2, batch_first=True)

        def forward(self, x: Tensor) -> Tensor:
            later = torch.triu(torch.ones(x.size(1), x.size(1), dtype=torch.bool, device=x.device), 1)
            return self.attend(x, x, x, attn_mask=later)[0] + self.attend(x, x, x, need_weights=False)[0]

    return there_and_back(Attention(), numbers(2, 5, 8), device=device)


def transformer_encoder(device: str) -> Any:
    layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
    encoder = nn.TransformerEncoder(layer, 2)
    seen = there_and_back(encoder, numbers(2, 5, 8), device=device)
    with torch.no_grad():
        return [*seen, encoder.eval()(numbers(2, 5, 8).to(device))]


def transformer_decoder(device: str) -> Any:
    layer = nn.TransformerDecoderLayer(8, 2, 16, dropout=0.0, batch_first=True)
    return there_and_back(nn.TransformerDecoder(layer, 1), numbers(2, 5, 8), numbers(2, 4, 8, seed=1), device=device)


def scaled_dot_product_attention(device: str) -> Any:
    q, k, v = (numbers(2, 2, 5, 4, seed=seed).to(device).requires_grad_() for seed in range(3))
    out = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    out.sum().backward()
    return [out, q.grad, k.grad, v.grad]


def embedding_with_padding(device: str) -> Any:
    table = nn.Embedding(10, 4, padding_idx=0).to(device)
    table(torch.tensor([[1, 2], [0, 9]]).to(device)).square().sum().backward()
    return [table.weight.grad]


def embedding_bag(device: str) -> Any:
    bag = nn.EmbeddingBag(10, 4, mode="mean").to(device)
    out = bag(torch.tensor([[1, 2], [0, 9]]).to(device))
    out.sum().backward()
    return [out, bag.weight.grad]


def activations(device: str) -> Any:
    x = numbers(6, 5).to(device).requires_grad_()
    kinds = [F.gelu, F.silu, F.relu, F.elu, F.selu, F.mish, F.softplus, F.hardswish, F.leaky_relu, F.logsigmoid]
    total = sum((function(x) for function in kinds), F.glu(torch.cat([x, x], 1))) + F.prelu(x, x.detach()[0, :1])
    total.sum().backward()
    return [total, x.grad]


def losses(device: str) -> Any:
    x = numbers(6, 5).to(device).requires_grad_()
    y = torch.tensor([0, 1, 2, 3, 4, 0]).to(device)
    likely = F.log_softmax(x, -1)
    parts = [
        F.cross_entropy(x, y, label_smoothing=0.1),
        F.cross_entropy(x, y, weight=torch.arange(1.0, 6).to(device), ignore_index=3),
        F.cross_entropy(x, F.softmax(x.detach(), -1)),
        F.nll_loss(likely, y),
        F.binary_cross_entropy_with_logits(x, torch.ones_like(x)),
        F.binary_cross_entropy(x.sigmoid(), torch.zeros_like(x)),
        F.mse_loss(x, torch.zeros_like(x)),
        F.l1_loss(x, torch.zeros_like(x)),
        F.smooth_l1_loss(x, x.detach() * 2),
        F.huber_loss(x, x.detach() * 2),
        F.kl_div(likely, F.softmax(x.detach() * 3, -1), reduction="batchmean"),
        F.triplet_margin_loss(x, x + 1, x - 1),
        F.cosine_embedding_loss(x, x.detach() + 1, torch.ones_like(y)),
    ]
    torch.stack(parts).sum().backward()
    return [*parts, x.grad]


def ctc_loss(device: str) -> Any:
    x = numbers(12, 2, 5).to(device).requires_grad_()
    y = torch.tensor([[1, 2, 3], [4, 1, 2]]).to(device)
    loss = F.ctc_loss(F.log_softmax(x, -1), y, torch.tensor([12, 12]), torch.tensor([3, 2]))
    loss.backward()
    return [loss, x.grad]


def resampling(device: str) -> Any:
    x = numbers(1, 2, 4, 6).to(device).requires_grad_()
    grid = F.affine_grid(torch.eye(2, 3).to(device)[None], [1, 2, 3, 3], align_corners=False)
    parts = [F.interpolate(x, scale_factor=2, mode=mode) for mode in ("nearest", "bilinear", "bicubic")]
    parts += [F.grid_sample(x, grid, align_corners=False), F.pixel_shuffle(numbers(1, 4, 2, 2).to(device), 2)]
    parts += [F.pad(x, (1, 1, 2, 0), mode="reflect"), F.unfold(x, 2), F.fold(F.unfold(x, 2), (4, 6), 2)]
    torch.stack([part.square().sum() for part in parts]).sum().backward()
    return [*parts, x.grad]


def normed_parameters(device: str) -> Any:
    weight = nn.utils.parametrizations.weight_norm(nn.Linear(5, 4))
    orthogonal = nn.utils.parametrizations.orthogonal(nn.Linear(4, 4))
    spectral = nn.utils.parametrizations.spectral_norm(nn.Linear(5, 4)).to(device)
    x = numbers(2, 5)
    return [*there_and_back(weight, x, device=device), orthogonal.to(device).weight, spectral(x.to(device)).shape[0]]
