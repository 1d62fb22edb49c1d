"""Right programs: what a learner writes for attention, generative models, mixed precision and their like."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils import parametrize, prune

from programs.tools import kind, numbers, there_and_back

Scores = Callable[[Tensor, Tensor], Tensor]


def _attention(scores: Scores, hide: Callable[[Tensor, Tensor], Tensor], device: str) -> list[Tensor]:
    """Attention with a mask that has an empty row, and all gradients."""
    q, k, v = (numbers(2, 3, rows, 4, seed=rows).to(device).requires_grad_() for rows in (5, 6, 6))
    mask = torch.ones(5, 6, dtype=torch.bool, device=device).tril()
    mask[2] = False
    weights = hide(scores(q, k) / math.sqrt(q.shape[-1]), mask)
    out = weights.softmax(-1).nan_to_num() @ v
    (out * torch.arange(4.0, device=device)).sum().backward()
    return [out, q.grad, k.grad, v.grad]


def attention_by_matmul_and_masked_fill(device: str) -> Any:
    return _attention(
        lambda q, k: q @ k.transpose(-2, -1), lambda s, m: s.masked_fill(~m, torch.finfo(s.dtype).min), device
    )


def attention_by_einsum_and_where(device: str) -> Any:
    return _attention(
        lambda q, k: torch.einsum("...qd,...kd->...qk", q, k), lambda s, m: torch.where(m, s, -1e9), device
    )


def attention_by_baddbmm_and_added_mask(device: str) -> Any:
    def scores(q: Tensor, k: Tensor) -> Tensor:
        flat = torch.baddbmm(torch.zeros(6, 5, 6, device=q.device), q.flatten(0, 1), k.flatten(0, 1).mT, alpha=1.0)
        return flat.unflatten(0, (2, 3))

    def hide(s: Tensor, m: Tensor) -> Tensor:
        return s + torch.zeros_like(s).masked_fill_(m.logical_not(), -1e9)

    return _attention(scores, hide, device)


def attention_row_by_row(device: str) -> Any:
    q, k, v = (numbers(4, 3, seed=seed).to(device).requires_grad_() for seed in range(3))
    rows = []
    for place in range(len(q)):
        powers = torch.exp((q[place] * k[: place + 1]).sum(-1) / 3**0.5)
        rows.append((powers / powers.sum()) @ v[: place + 1])
    out = torch.stack(rows)
    out.square().sum().backward()
    return [out, q.grad, k.grad, v.grad]


class _Heads(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.out = (nn.Linear(8, 8) for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        b, t, d = x.shape
        q, k, v = (layer(x).view(b, t, 2, d // 2).permute(0, 2, 1, 3) for layer in (self.q, self.k, self.v))
        later = torch.triu(torch.full((t, t), float("-inf"), device=x.device, dtype=x.dtype), diagonal=1)
        weights = F.softmax(torch.matmul(q, k.transpose(2, 3)).mul(q.size(-1) ** -0.5).add(later), dim=-1)
        return self.out((weights @ v).transpose(1, 2).reshape(b, t, d))


class _Block(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.norm1, self.norm2, self.attn = nn.LayerNorm(8), nn.LayerNorm(8), _Heads()
        self.fc1, self.fc2, self.drop = nn.Linear(8, 16), nn.Linear(16, 8), nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.drop(self.attn(self.norm1(x)))
        return x + self.drop(self.fc2(F.relu(self.fc1(self.norm2(x)))))


def transformer_block(device: str) -> Any:
    return there_and_back(nn.Sequential(_Block(0.0), _Block(0.0)), numbers(2, 5, 8), device=device)


def transformer_block_with_dropout(device: str) -> Any:
    torch.manual_seed(5)
    block = _Block(0.5).to(device)
    x = numbers(2, 5, 8).to(device)
    assert not torch.equal(block(x), block(x))
    block.eval()
    assert torch.equal(block(x), block(x))
    return [block(x)]


def positions_by_table_and_buffer(device: str) -> Any:
    class Positions(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            rates = torch.exp(torch.arange(0, 6, 2) * (-math.log(10000.0) / 6))
            table = torch.zeros(1, 9, 6)
            table[0, :, 0::2] = torch.sin(torch.arange(9).unsqueeze(1) * rates)
            table[0, :, 1::2] = torch.cos(torch.arange(9).unsqueeze(1) * rates)
            self.register_buffer("table", table, persistent=False)

        def forward(self, x: Tensor) -> Tensor:
            place = torch.arange(x.size(1), device=x.device, dtype=torch.float32)[:, None]
            even = torch.arange(0, x.size(2), 2, device=x.device).float()
            angles = place / torch.pow(10000.0, even / x.size(2))
            made = torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)
            return x + self.table[:, : x.size(1)] + made.to(x.dtype)

    return there_and_back(Positions(), numbers(2, 5, 6), device=device)


def variational_autoencoder(device: str) -> Any:
    encoder, decoder = nn.Linear(6, 4).to(device), nn.Sequential(nn.Linear(2, 6), nn.Sigmoid()).to(device)
    x = numbers(3, 6).sigmoid().to(device)
    torch.manual_seed(1)
    mu, logvar = encoder(x).chunk(2, dim=-1)
    normal = torch.distributions.Normal(mu, torch.exp(0.5 * logvar))
    z = (normal.rsample() + mu + torch.randn_like(mu) * logvar.mul(0.5).exp()) / 2
    reconstruction = F.binary_cross_entropy(decoder(z), x, reduction="sum")
    divergence = torch.distributions.kl_divergence(normal, torch.distributions.Normal(0.0, 1.0)).sum()
    by_hand = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    (reconstruction + divergence + by_hand).backward()
    return [divergence - by_hand, encoder.weight.grad.isfinite().all(), decoder(mu)]


def generator_against_discriminator(device: str) -> Any:
    torch.manual_seed(0)
    generator = nn.Sequential(nn.Linear(2, 8), nn.BatchNorm1d(8), nn.LeakyReLU(0.2), nn.Linear(8, 3)).to(device)
    discriminator = nn.Sequential(nn.Linear(3, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1)).to(device)
    opt_g = torch.optim.Adam(generator.parameters(), 0.01, betas=(0.5, 0.999))
    opt_d = torch.optim.SGD(discriminator.parameters(), 0.01)
    real, z = numbers(6, 3).to(device), numbers(6, 2, seed=1).to(device)
    fake = generator(z)
    judged = torch.cat([discriminator(real), discriminator(fake.detach())])
    truth = torch.cat([torch.ones(6, 1, device=device), real.new_zeros(6, 1)])
    d_loss = F.binary_cross_entropy_with_logits(judged, truth) * 2
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()
    for parameter in discriminator.parameters():
        parameter.requires_grad_(False)
    g_loss = nn.BCEWithLogitsLoss()(discriminator(fake), torch.ones_like(truth[:6]))
    opt_g.zero_grad(set_to_none=False)
    g_loss.backward()
    opt_g.step()
    return [d_loss.item(), g_loss.item(), *generator.parameters(), *discriminator.parameters()]


def _mixed(device: str, dtype: torch.dtype, scaled: bool) -> list[Any]:
    torch.manual_seed(0)
    where = torch.device(device)
    model = nn.Sequential(nn.Linear(5, 16), nn.LayerNorm(16), nn.GELU(), nn.Dropout(0.0), nn.Linear(16, 3)).to(where)
    optimizer = torch.optim.AdamW(model.parameters(), 0.01)
    scaler = torch.amp.GradScaler(where.type, enabled=scaled, init_scale=2.0**24, growth_interval=2)
    seen = []
    for place in range(12):
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(device_type=where.type, dtype=dtype):
            loss = F.cross_entropy(model(numbers(4, 5, seed=place).to(where)), torch.tensor([0, 1, 2, 1], device=where))
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0, error_if_nonfinite=False, foreach=True)
        scaler.step(optimizer)
        scaler.update()
        seen.append(norm.isfinite().item())
    assert all(parameter.dtype is torch.float32 for parameter in model.parameters())
    assert seen[-1]
    state = scaler.state_dict()
    scaler.load_state_dict(state)
    return [round(loss.item(), 1), *[round(float(p.detach().norm()), 1) for p in model.parameters()]]


def mixed_precision_in_float16(device: str) -> Any:
    return _mixed(device, torch.float16, scaled=True)


def mixed_precision_in_bfloat16(device: str) -> Any:
    return _mixed(device, torch.bfloat16, scaled=False)


def autocast_as_a_decorator_nested_and_with_convolutions(device: str) -> Any:
    model = nn.Sequential(nn.Conv2d(2, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(64, 2))
    model.to(device)

    @torch.autocast(kind(device), dtype=torch.bfloat16)
    def run(x: Tensor) -> list[Tensor]:
        out = model(x)
        with torch.autocast(kind(device), enabled=False):
            whole = model(x.float())
        weights = F.scaled_dot_product_attention(out[None], out[None], out[None])
        assert torch.is_autocast_enabled(kind(device))
        return [out.float().argmax() * 0, whole, weights.float() * 0, F.mse_loss(out, out.detach())]

    seen = run(numbers(3, 2, 4, 4).to(device))
    seen[3].backward()
    return seen


def clipping_and_norms_of_gradients(device: str) -> Any:
    seen: list[Tensor] = []
    for options in ({}, {"foreach": True}, {"foreach": False}, {"norm_type": float("inf")}, {"norm_type": 1.0}):
        model = nn.Linear(4, 3)
        nn.init.constant_(model.weight, 0.3)
        nn.init.zeros_(model.bias)
        model.to(device)
        model(numbers(5, 4).to(device)).square().sum().backward()
        norm = nn.utils.clip_grad_norm_(model.parameters(), 0.5, **options)
        nn.utils.clip_grad_value_(model.parameters(), 0.1)
        flat = nn.utils.parameters_to_vector([p.grad for p in model.parameters()])
        seen += [norm, flat, torch.stack([p.grad.norm() for p in model.parameters()]).norm()]
    return seen


def optimizers_of_every_kind(device: str) -> Any:
    seen = []
    makers: list[tuple[str, dict[str, Any]]] = [
        ("SGD", {"fused": True, "momentum": 0.9}), ("AdamW", {"fused": True}), ("Adam", {"capturable": False}),
        ("NAdam", {}), ("RAdam", {}), ("Adamax", {}), ("Adadelta", {}), ("ASGD", {}), ("Rprop", {}),
        ("LBFGS", {}), ("Adagrad", {"foreach": True}), ("RMSprop", {"momentum": 0.9, "centered": True}),
        ("NAdam", {"foreach": True}), ("AdamW", {"foreach": True, "maximize": True}),
    ]  # fmt: skip
    for name, options in makers:
        weight = nn.Parameter(numbers(3, 2).to(device))
        optimizer = getattr(torch.optim, name)([weight], lr=0.01, **options)

        def closure(weight: nn.Parameter = weight, optimizer: Any = optimizer) -> Tensor:
            optimizer.zero_grad()
            loss = (weight - 1).pow(4).sum()
            loss.backward()
            return loss

        for _ in range(3):
            optimizer.step(closure)
        seen.append(weight)
    return seen


def schedules_averages_and_swa(device: str) -> Any:
    model = nn.Linear(3, 2).to(device)
    nn.init.ones_(model.weight)
    nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.2, total_steps=4)
    average = torch.optim.swa_utils.AveragedModel(model)
    for place in range(3):
        optimizer.zero_grad()
        model(numbers(4, 3, seed=place).to(device)).square().mean().backward()
        optimizer.step()
        schedule.step()
        average.update_parameters(model)
    return [*average.parameters(), *model.parameters()]


def parametrized_weights(device: str) -> Any:
    class Symmetric(nn.Module):
        def forward(self, w: Tensor) -> Tensor:
            return w.triu() + w.triu(1).transpose(-1, -2)

    layer = nn.Linear(4, 4)
    parametrize.register_parametrization(layer, "weight", Symmetric())
    seen = there_and_back(layer, numbers(3, 4), device=device)
    assert torch.equal(layer.weight, layer.weight.T)
    parametrize.remove_parametrizations(layer, "weight")
    return [*seen, layer.weight]


def pruned_and_old_weight_norm(device: str) -> Any:
    pruned = prune.l1_unstructured(nn.Linear(5, 4), "weight", amount=6)
    return there_and_back(pruned, numbers(2, 5), device=device)


def recurrent_layers_over_time(device: str) -> Any:
    class Reader(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.table = nn.Embedding(7, 5)
            self.rnn, self.gru = nn.RNN(5, 6, nonlinearity="relu", batch_first=True), nn.GRU(6, 4, bidirectional=True)
            self.cell, self.out = nn.LSTMCell(8, 3), nn.Linear(3, 7)

        def forward(self, tokens: Tensor) -> Tensor:
            x, _ = self.rnn(self.table(tokens))
            x, _ = self.gru(x.transpose(0, 1))
            h, c = x.new_zeros(x.size(1), 3), torch.zeros(x.size(1), 3, device=x.device)
            outs = []
            for step in x:
                h, c = self.cell(step, (h, c))
                outs.append(self.out(h))
            return torch.stack(outs, dim=1)

    return there_and_back(Reader(), torch.tensor([[1, 2, 3], [4, 5, 6]]), device=device)


def recurrent_layers_with_dropout_and_projection(device: str) -> Any:
    torch.manual_seed(0)
    lstm = nn.LSTM(4, 5, num_layers=2, dropout=0.5, batch_first=True).to(device)
    x = numbers(2, 3, 4).to(device)
    assert not torch.equal(lstm(x)[0], lstm(x)[0])
    lstm.flatten_parameters()
    return [lstm.eval()(x)[0]]


def convolutions_norms_and_pools(device: str) -> Any:
    layers = nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.SiLU(inplace=True), nn.Dropout2d(0.0),
        nn.Conv2d(8, 8, 3, padding=1, groups=4, padding_mode="circular"), nn.InstanceNorm2d(8), nn.ReLU6(),
        nn.ConvTranspose2d(8, 4, 2, stride=2), nn.GroupNorm(2, 4), nn.LPPool2d(2, 2), nn.Upsample(scale_factor=2),
        nn.AdaptiveMaxPool2d(3), nn.PixelUnshuffle(3), nn.Flatten(), nn.LazyLinear(5), nn.Softmax(1),
    )  # fmt: skip
    layers(torch.zeros(2, 3, 8, 8))
    return there_and_back(layers, numbers(2, 3, 8, 8), device=device)


def compiled_by_script_and_trace(device: str) -> Any:
    scripted = torch.jit.script(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)))
    traced = torch.jit.trace(nn.Sequential(nn.Linear(3, 2), nn.Tanh()), numbers(2, 3))
    holder = nn.Sequential(scripted, nn.Linear(2, 3), traced)
    seen = there_and_back(holder, numbers(2, 3), device=device)
    holder.cpu()
    return [*seen, holder(numbers(2, 3))]


def loops_with_early_exit_and_history(device: str) -> Any:
    x, history = numbers(3, 3).to(device), []
    for _ in range(5):
        x = x @ x.t() / x.norm()
        history.append(x.max().detach())
        if x.abs().max() < 0.1 or not torch.isfinite(x).all():
            break
    best = min(range(len(history)), key=lambda place: history[place])
    return [
        torch.stack(history).cpu(),
        best,
        sum(value.item() for value in history),
        float(torch.tensor(history).mean()),
    ]


def lists_of_tensors_and_nested_modules(device: str) -> Any:
    class Mixture(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.experts = nn.ModuleList(nn.Linear(4, 3) for _ in range(3))
            self.gates = nn.ParameterDict({"w": nn.Parameter(torch.ones(4, 3)), "b": nn.Parameter(torch.zeros(3))})
            self.scales = nn.ParameterList([torch.ones(3), torch.full((3,), 2.0)])

        def forward(self, x: Tensor) -> Tensor:
            gates = (x @ self.gates["w"] + self.gates["b"]).softmax(-1)
            outs = torch.stack([expert(x) for expert in self.experts], dim=-1)
            return torch.einsum("boe,be->bo", outs, gates) * self.scales[0] + self.scales[1]

    return there_and_back(Mixture(), numbers(5, 4), device=device)


def what_portable_code_asks_of_a_backend(device: str) -> Any:
    x = torch.ones(3, device=device)
    backend = torch.get_device_module(device)
    if kind(device) != "cpu":
        backend.empty_cache()
        backend.reset_peak_memory_stats()
        assert backend.max_memory_allocated() >= 0
        assert isinstance(backend.get_device_name(), str)
    backend.synchronize()
    return [x]
