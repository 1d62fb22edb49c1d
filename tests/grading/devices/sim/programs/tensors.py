"""Right programs: factories, views, in-place work, indexing, numbers and dtypes."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from programs.tools import kind, numbers


def factories(device: str) -> Any:
    made = [
        torch.zeros(3, device=device), torch.ones(2, 2, device=device), torch.full((2,), 3.0, device=device),
        torch.arange(5, device=device), torch.linspace(0, 1, 5, device=device), torch.eye(3, device=device),
        torch.tensor([1.0, 2.0], device=device), torch.as_tensor(np.arange(3.0), device=device),
        torch.tril_indices(3, 3, device=device), torch.empty(2, device=device).fill_(1),
        torch.hann_window(5, device=device), torch.logspace(0, 1, 3, device=device),
        torch.from_numpy(np.ones(3)).to(device), torch.scalar_tensor(2.0, device=device),
    ]  # fmt: skip
    x = made[0]
    made += [
        torch.zeros_like(x), x.new_zeros(2), x.new_tensor([1.0]), x.new_full((2,), 2.0), torch.zeros(2).to(x),
        torch.ones(2).type_as(x), torch.empty_like(x).zero_(), torch.arange(3, device=x.device),
    ]  # fmt: skip
    assert all(tensor.device == x.device for tensor in made)
    return made


def default_device(device: str) -> Any:
    with torch.device(device):
        made, model = torch.zeros(3), nn.Sequential(nn.Linear(3, 2), nn.LSTM(2, 2))
        model(torch.ones(4, 3))[0].sum().backward()
    assert {made.device.type, model[0].weight.device.type, model[0].weight.grad.device.type} == {kind(device)}
    assert nn.Linear(3, 2, device=device).weight.device == made.device
    return [made]


def moves_and_casts_at_once(device: str) -> Any:
    x = numbers(3, 4).to(device).requires_grad_()
    out = x.to("cpu", torch.float64) * 2
    out.sum().backward()
    away = [
        x.cpu(),
        x.double().cpu(),
        torch.zeros_like(x, device="cpu"),
        x.new_ones(2, device="cpu"),
        x.detach().t().cpu(),
    ]
    assert {one.device.type for one in away} == {"cpu"}
    assert x.t().to(device, torch.float64).stride() == x.t().stride()
    assert x.to(device, copy=True).data_ptr() != x.data_ptr()
    return [out, x.grad, *away, x[None].to(memory_format=torch.contiguous_format)]


def names_of_the_device(device: str) -> Any:
    x = torch.zeros(2, device=device)
    assert x.device.type == kind(device)
    assert str(x.device).startswith(kind(device))
    assert x.to(device).data_ptr() == x.data_ptr()
    assert not x.is_cuda
    if kind(device) != "cpu":
        assert torch.accelerator.current_accelerator() == torch.device(kind(device))
        torch.accelerator.synchronize()
        torch.get_device_module(device).synchronize()
    return [x]


def views_share_memory(device: str) -> Any:
    x = torch.arange(24.0).to(device).reshape(2, 3, 4)
    y = x.transpose(1, 2)
    y[0] += 1
    x[:, 1].mul_(2)
    x.view(-1)[3] = 9
    rows = x.permute(2, 0, 1).contiguous()
    first, second = x.chunk(2, 0)
    first.zero_()
    x[..., 0].fill_(5)
    wide = x.squeeze().unsqueeze(0).expand(3, -1, -1, -1)
    x.unbind(0)[1].sub_(1)
    return [x, y, rows, wide, second, x.diagonal(0, 1, 2), x.unfold(2, 2, 1), x.view(torch.int32), x.movedim(0, 2)]


def shapes_changed_in_place(device: str) -> Any:
    x = torch.arange(6.0, device=device).view(2, 3)
    x.t_()
    x.unsqueeze_(0)
    x.squeeze_()
    grown = torch.ones(3, device=device)
    grown.resize_(10).fill_(2)
    out = torch.empty(0, device=device)
    torch.add(x, x, out=out)
    return [x, grown, out, torch.mul(x, 2, out=x)]


def in_place_under_autograd(device: str) -> Any:
    x = numbers(4, 5).to(device).requires_grad_()
    y = x * 2
    y[:, 0] = 1.0
    y[1].mul_(3)
    y.t()[2].add_(1)
    y.relu_()
    y.sum().backward()
    return [x.grad, y]


def reading_by_index(device: str) -> Any:
    x = numbers(6, 5).to(device).requires_grad_()
    mask, i = x > 0, torch.tensor([0, 2, 2]).to(device)
    parts = [
        x[mask], x[i], x[i, i], x[:, i], x[None, 1:4:2], x[..., -1], x.gather(1, i[:, None].expand(3, 2)),
        x.index_select(0, i), x.masked_fill(mask, 0.0), torch.where(mask, x, 0.0), x.topk(2).values,
        x.sort(1)[0][:, 0], torch.take_along_dim(x, x.argmax(1, True), 1), x.masked_select(mask), x.take(i),
    ]  # fmt: skip
    torch.stack([part.square().sum() for part in parts]).sum().backward()
    return [*parts, x.grad, mask.nonzero(), torch.unique(i), torch.bincount(i), F.one_hot(i, 5)]


def writing_by_index(device: str) -> Any:
    mask, i = (numbers(6, 5) > 0).to(device), torch.tensor([0, 2, 2]).to(device)
    z = torch.zeros(6, 5, device=device)
    z[i] = 2.0
    z[mask] = 1.0
    z[1:3, 2] = torch.tensor([7.0, 8.0]).to(device)
    z.scatter_(1, i[:, None], 4.0)
    z.index_add_(0, i, torch.ones(3, 5, device=device))
    z.scatter_add_(0, i[None], torch.ones(1, 3, device=device))
    z.index_put_((i, i), torch.ones(3, device=device), accumulate=True)
    z.masked_fill_(z > 6, -1)
    return [z, z.scatter_reduce(0, i[None], torch.ones(1, 3, device=device), "amax"), z.index_copy(0, i[:1], z[:1] + 1)]


def algebra(device: str) -> Any:
    x, y = numbers(4, 6).to(device), numbers(6, 4, seed=1).to(device)
    square = x @ y + 10 * torch.eye(4, device=device)
    return [
        torch.einsum("ij,jk->ik", x, y), torch.einsum("bij,bjk,bk->bi", x[None], y[None], y[None, 0]),
        torch.bmm(x[None], y[None]), torch.linalg.inv(square), torch.linalg.svdvals(x), torch.linalg.det(square),
        torch.linalg.solve(square, x), torch.cholesky_inverse(torch.linalg.cholesky(square @ square.t())).shape[0],
        torch.fft.rfft(x).abs(), torch.cdist(x, x + 1), torch.kron(x, x), torch.tensordot(x, y, 1), x.norm(),
        torch.addmm(torch.zeros(4, 4, device=device), x, y), torch.outer(x[0], x[1]), x.mv(y[:, 0]),
        torch.linalg.vector_norm(x, dim=1),
    ]  # fmt: skip


def element_by_element(device: str) -> Any:
    x, y = numbers(4, 6).to(device), numbers(4, 6, seed=1).to(device)
    return [
        x.cumsum(1), torch.cat([x, y]), torch.stack([x, y]), x.std(), x.var(0), x.median(), torch.logsumexp(x, 1),
        x.softmax(-1), *torch.meshgrid(x[0], x[1], indexing="ij"), x.roll(1, 0), x.flip(0), x.histc(4),
        torch.searchsorted(x[0].sort()[0], x[1]), torch.repeat_interleave(x, torch.tensor([1, 2, 0, 1]).to(device), 0),
        F.cosine_similarity(x, y), F.normalize(x), torch.lerp(x, y, 0.5), torch.quantile(x, 0.5), x.clamp(y - 1, y + 1),
        torch.maximum(x, y), x.abs().log1p(), torch.erf(x), x.prod(1), x.amax((0, 1)), x.aminmax()[0], x.triu(1),
        x.nan_to_num(), torch.bucketize(x, y[0].sort()[0]), torch.addcmul(x, x, y), x.logical_and(y), x.frac(),
        x.sign(), x.tile(2),
    ]  # fmt: skip


def dtypes(device: str) -> Any:
    x = numbers(4, 6).to(device)
    back = [x.half().float(), x.double(), x.bfloat16().float(), x.long(), x.bool(), x.to(torch.uint8), x.int() // 2]
    products = [x.half() @ x.half().t(), x.double() @ x.double().t(), (x.bfloat16() * 2).float()]
    return [
        *back,
        *products,
        x.type(torch.float64),
        x.to(device, torch.float64),
        torch.promote_types(x.dtype, torch.half).itemsize,
    ]


def numbers_beside_tensors(device: str) -> Any:
    small, half = torch.tensor(3, dtype=torch.int32, device=device), torch.tensor(1.0, dtype=torch.half, device=device)
    results = [
        small * 2, small * 2.5, half * 2.5, half + 1, 1 - half, 2**half, half**2, small // 2, small % 2, small == 3,
        torch.where(half > 0, half, 0.0), torch.clamp(small, max=2), torch.fmod(small, 2), torch.true_divide(small, 2),
        torch.rsub(half, 1), torch.xlogy(half, 2.0), small.bitwise_and(1), small.masked_fill(small > 0, 4),
    ]  # fmt: skip
    kinds = [torch.empty(0, dtype=result.dtype).element_size() + 100 * result.is_floating_point() for result in results]
    return [*results, *kinds]


def complex_numbers(device: str) -> Any:
    x = torch.complex(numbers(4, 4), numbers(4, 4, seed=1)).to(device)
    conjugate = x.conj()
    changed = x.clone()
    changed.real.add_(1)
    torch.view_as_real(changed).mul_(2)
    return [
        x * conjugate,
        conjugate.imag,
        conjugate.clone() + 1,
        changed,
        torch.fft.fft2(x),
        torch.polar(x.abs(), x.angle()),
    ]


def not_contiguous(device: str) -> Any:
    wide, tall = numbers(6, 8).to(device)[:, ::2].requires_grad_(), numbers(3, 6, seed=1).to(device).t()
    out = wide.t() @ tall
    (out + F.conv1d(wide[None], tall.t()[:, None, :1].expand(3, 6, 1))[0].sum()).sum().backward()
    assert not wide.is_contiguous()
    return [out, wide.contiguous(), F.softmax(wide.t(), 0), wide.reshape(-1)]


def empty_and_zero_dimensional(device: str) -> Any:
    none, one = torch.zeros(0, 3, device=device), torch.tensor(2.0, device=device)
    return [
        none @ torch.ones(3, 2, device=device),
        none.sum(),
        torch.cat([none, torch.ones(1, 3, device=device)]),
        one * one,
    ]


def scalars_and_printing(device: str) -> Any:
    x = torch.tensor([1.0, 2.0, 3.0]).to(device)
    assert x.sum().item() == 6.0
    assert float(x[0]) == 1.0
    assert bool((x > 0).all())
    assert int(x.argmax()) == 2
    assert x.tolist() == [float(value) for value in x] == [1, 2, 3]
    assert "1." in repr(x)
    assert f"{x.mean():.3f}" == "2.000"
    assert torch.equal(x, x.clone())
    torch.testing.assert_close(x, x.clone())
    return [x.cpu(), torch.from_numpy(x.detach().cpu().numpy()), x.max() + torch.tensor(2.0)]


def tensor_subclass(device: str) -> Any:
    class Marked(torch.Tensor):
        pass

    x = torch.ones(3, device=device).as_subclass(Marked)
    assert type(x * 2 + 1) is Marked
    return [(x * 2 + 1).as_subclass(torch.Tensor)]
