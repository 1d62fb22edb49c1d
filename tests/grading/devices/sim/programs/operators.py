"""Right programs: the operators that challenges and their solutions may need, many to a program."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from programs.tools import kind, numbers


def distributions(device: str) -> Any:
    x = numbers(4, 3).to(device)
    made = [
        torch.distributions.Categorical(logits=x), torch.distributions.Bernoulli(logits=x),
        torch.distributions.MultivariateNormal(torch.zeros(3, device=device), torch.eye(3, device=device)),
        torch.distributions.Independent(torch.distributions.Laplace(x, x.exp()), 1),
    ]  # fmt: skip
    drawn = [one.sample() for one in made]
    assert all(one.device == x.device for one in drawn)
    gumbel = F.gumbel_softmax(x, hard=True)
    assert gumbel.sum(-1).eq(1).all()
    return [made[0].log_prob(torch.tensor([0, 1, 2, 0], device=device)), made[1].entropy(), made[2].log_prob(x)]


def padding_of_all_kinds(device: str) -> Any:
    x = numbers(2, 3, 4, 5).to(device).requires_grad_()
    parts = [F.pad(x, (1, 2, 0, 1), value=0.5), F.pad(x, (-1, 1)), nn.ZeroPad2d(1)(x)]
    parts += [F.pad(x, (1, 1, 1, 1), mode=mode) for mode in ("reflect", "replicate", "circular")]
    torch.stack([part.square().sum() for part in parts]).sum().backward()
    return [*parts, x.grad]


def cutting_and_joining(device: str) -> Any:
    x = numbers(4, 6, 5).to(device).requires_grad_()
    parts = [
        *x.split([1, 3], dim=0), *x.chunk(4, 1), *x.tensor_split(3, -1), torch.stack(x.unbind(2)), x.unfold(1, 3, 2),
        torch.cat([x, x.flip(1)], -1), x.view(2, 2, 6, 5).transpose(0, 2), x.unflatten(1, (2, 3)).permute(3, 0, 1, 2),
        torch.hstack([x, x]), torch.vstack([x, x]), torch.block_diag(x[0], x[1]), x.repeat(1, 2, 1),
        x.narrow(1, 1, 2), x.as_strided((3, 2), (2, 5), 1), x.swapaxes(0, 1).ravel(), x[..., ::2].mT, x.rot90(),
        x.repeat_interleave(2, dim=0), torch.broadcast_to(x[:1], (3, 6, 5)), x[0, :, :4].diagonal_scatter(x[1, 0, :4]),
    ][2:]  # fmt: skip
    torch.stack([part.square().sum() for part in parts]).sum().backward()
    return [*parts, x.grad]


def sums_of_products(device: str) -> Any:
    x, y, z = numbers(2, 4, 6).to(device), numbers(2, 6, 3, seed=1).to(device), numbers(4, 3, seed=2).to(device)
    x.requires_grad_()
    parts = [
        torch.einsum("bij,bjk->bik", x, y), torch.einsum("bij,bjk,ik->b", x, y, z), torch.einsum("bii->b", x[..., :4]),
        torch.baddbmm(z, x, y, beta=0.5, alpha=2), torch.addmm(z, x[0], y[0], alpha=0.5), torch.bmm(x, y),
        torch.matmul(x, y[0]), torch.addbmm(z, x, y), torch.addmv(z[:, 0], x[0], y[0, :, 0]), torch.inner(x, x[0]),
        torch.tensordot(x, y, ([2], [1])), torch.linalg.multi_dot([x[0], y[0], z.t()]), torch.chain_matmul(x[0], y[0]),
        torch.addr(z, x[0, :, 0], y[0, 0]), torch.linalg.vecdot(x, x), torch.cross(x[..., :3], x[..., 3:], dim=-1),
        F.bilinear(x[0], x[1], torch.ones(2, 6, 6, device=device)), torch.trace(x[0, :, :4]), torch.cumprod(x, 1),
    ]  # fmt: skip
    torch.stack([part.square().sum() for part in parts]).sum().backward()
    return [*parts, x.grad]


def ranking_and_choosing(device: str) -> Any:
    x = numbers(5, 7).to(device).requires_grad_()
    values, places = x.topk(3, dim=1, largest=False)
    ordered, order = torch.sort(x, dim=0, descending=True, stable=True)
    middle, where = x.median(dim=1)
    mode = x.round().mode(1)[0]
    parts = [
        values,
        ordered,
        middle,
        x.kthvalue(2, 1)[0],
        x.max(1).values,
        x.min(0)[0],
        x.amax(1),
        x.cummax(0)[0],
        mode,
    ]
    torch.stack([part.square().sum() for part in parts]).sum().backward()
    whole = [places, order, where, x.argsort(1), x.argmin(), x.argmax(1, keepdim=True), torch.msort(x)]
    whole += [torch.isin(x, x[0])]
    whole += [(x > 0).nonzero(), (x > 0).count_nonzero(1), torch.unique((x > 0).int(), return_counts=True)[1]]
    whole += [*torch.unique_consecutive((x[0] > 0).int(), return_inverse=True), (x > 0).any(1), (x > 0).all(0)]
    return [*parts, x.grad, *whole]


def scattering_and_gathering(device: str) -> Any:
    x, places = numbers(4, 5).to(device).requires_grad_(), torch.tensor([[0, 2, 1], [1, 1, 0]], device=device)
    z, labels = torch.zeros(4, 5, device=device), torch.tensor([1, 0, 4, 4], device=device)
    parts = [
        x.gather(0, places), z.scatter(0, places, x[:2, :3]), z.scatter_add(1, places, x[:2, :3]),
        z.scatter_reduce(0, places, x[:2, :3], "mean", include_self=False), z.index_add(1, labels, x[:, :4]),
        x.index_fill(0, labels[1:2], 0.5), z.index_copy(0, labels[:1], x[:1]), x[places[0, :2], labels[:2]],
        z.masked_scatter(x > 0, x), x.index_reduce(0, labels[:2], x[:2].detach(), "prod"),
        x[:, :3].take_along_dim(places, 0),
        x.put(torch.tensor([0, 3], device=device), x[0, :2]), F.one_hot(labels, 5) * x, x.masked_select(x > 0),
        torch.where(x > 0)[0], torch.zeros(4, 5, device=device).index_put((labels[:2],), x[:2], accumulate=True),
        x.slice_scatter(x[:1] * 2, 0, 1, 2), x.select_scatter(x[0] * 3, 0, 1),
    ]  # fmt: skip
    torch.stack([part.double().square().sum() for part in parts]).sum().backward()
    return [*parts, x.grad]


def linear_algebra(device: str) -> Any:
    x = numbers(4, 4).to(device)
    a = (x @ x.mT + 4 * torch.eye(4, device=device)).requires_grad_()
    low = torch.linalg.cholesky(a)
    parts = [
        low, torch.linalg.solve_triangular(low.detach(), a, upper=False), torch.linalg.eigvalsh(a), a.logdet(),
        torch.linalg.matrix_norm(a), torch.linalg.pinv(a), torch.linalg.qr(a).R.abs(), torch.linalg.slogdet(a)[1],
        torch.linalg.lstsq(a, a[:, :1]).solution, torch.matrix_exp(a / 10), torch.linalg.svd(a)[1], a.inverse(),
        torch.linalg.matrix_power(a, 3), torch.linalg.matrix_rank(a) * a.sum() * 0, torch.linalg.eigh(a)[0],
        torch.linalg.cond(a.detach()), torch.cov(x), torch.corrcoef(x), torch.vander(x[0]),
        torch.linalg.lu_factor(a)[0],
    ]  # fmt: skip
    torch.stack([part.square().sum() for part in parts]).sum().backward()
    return [*parts, a.grad / 100]


def transforms_of_functions(device: str) -> Any:
    model, x = nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 2)).to(device), numbers(3, 4).to(device)
    weights = {name: value.detach() for name, value in model.named_parameters()}

    def run(w: Any, one: Tensor) -> Tensor:
        return torch.func.functional_call(model, w, (one,))

    each = torch.func.vmap(torch.func.grad(lambda w, one: run(w, one).square().sum()), (None, 0))(weights, x)
    jacobian = torch.func.vmap(torch.func.jacrev(run, argnums=1), (None, 0))(weights, x)
    forward = torch.func.vmap(torch.func.jacfwd(run, argnums=1), (None, 0))(weights, x)
    curved = torch.func.hessian(lambda one: run(weights, one).square().sum())(x[0])
    out, pull = torch.func.vjp(lambda one: run(weights, one), x)
    both = torch.func.grad_and_value(lambda one: run(weights, one).sum())(x)
    rows = torch.autograd.functional.jacobian(lambda one: run(weights, one).sum(0), x)
    dual = torch.func.linearize(lambda one: run(weights, one), x)[0]
    drawn = torch.func.vmap(lambda one: one + torch.randn(4, device=device), randomness="different")(x)
    assert drawn.shape == (3, 4)
    return [*each.values(), jacobian, forward, curved, out, *pull(torch.ones_like(out)), *both, rows, dual]


def pools_in_one_and_three_dimensions(device: str) -> Any:
    line, cube = numbers(2, 3, 9).to(device).requires_grad_(), numbers(1, 2, 4, 4, 4).to(device).requires_grad_()
    parts = [
        F.max_pool1d(line, 3, 2), F.avg_pool1d(line, 2), F.adaptive_max_pool1d(line, 4), F.lp_pool1d(line, 2, 3),
        F.max_pool3d(cube, 2), F.avg_pool3d(cube, 2), F.adaptive_avg_pool3d(cube, 2),
        F.conv3d(cube, cube.detach()[:, :, :2, :2, :2]),
        F.local_response_norm(line, 2), F.channel_shuffle(cube, 2),
    ]  # fmt: skip
    torch.stack([part.square().sum() for part in parts]).sum().backward()
    return [*parts, line.grad, cube.grad]


def losses_with_weights_and_margins(device: str) -> Any:
    x, y = numbers(6, 5).to(device).requires_grad_(), torch.tensor([0, 1, 2, 3, 4, 0], device=device)
    soft, sign = numbers(6, 5, seed=2).to(device).softmax(-1), torch.ones(6, 5, device=device)
    parts = [
        F.binary_cross_entropy_with_logits(x, soft, pos_weight=torch.full((5,), 2.0, device=device)),
        F.binary_cross_entropy_with_logits(x, soft, weight=soft, reduction="sum"), F.multi_margin_loss(x, y),
        F.multilabel_soft_margin_loss(x, soft.round()), F.soft_margin_loss(x, sign), F.hinge_embedding_loss(x, sign),
        F.margin_ranking_loss(x, x.detach() * 2, sign), F.gaussian_nll_loss(x, soft, soft), F.poisson_nll_loss(x, soft),
        nn.CrossEntropyLoss(reduction="none", label_smoothing=0.1)(x, y).mean(), nn.NLLLoss()(x.log_softmax(1), y),
        F.cross_entropy(x.t()[None, :, :], y.new_zeros(1, 6).add(4)),
        F.kl_div(x.log_softmax(1), soft.log(), log_target=True),
        F.pairwise_distance(x, soft).sum(), F.cosine_similarity(x, soft).sum(), F.pdist(x).sum(),
        F.adaptive_avg_pool1d(x[None], 2).sum(),
    ]  # fmt: skip
    torch.stack(parts).sum().backward()
    return [*parts, x.grad]


def random_numbers_of_every_kind(device: str) -> Any:
    torch.manual_seed(3)
    g = torch.Generator(device).manual_seed(5)
    x = torch.ones(3, 4, device=device)
    made = [
        torch.rand(3, device=device), torch.randn_like(x), torch.rand_like(x), torch.randint(5, (3,), device=device),
        torch.randint_like(x, 3), torch.bernoulli(x * 0.5), torch.normal(0.0, 1.0, (2,), device=device),
        torch.normal(x, x), torch.randperm(5, device=device), torch.multinomial(x, 2), torch.poisson(x),
        torch.empty(3, device=device).uniform_(-1, 1), torch.empty(3, device=device).exponential_(generator=g),
        torch.randn(3, device=device, generator=g), torch.bernoulli(x * 0.5, generator=g), F.alpha_dropout(x),
        F.dropout2d(x[None, None]), torch.empty(2, 2, device=device).cauchy_(), F.rrelu(-x, training=True),
        nn.init.orthogonal_(torch.empty(3, 3, device=device)), nn.init.kaiming_normal_(x.clone()),
        nn.init.trunc_normal_(torch.empty(3, device=device)), nn.init.xavier_uniform_(torch.empty(3, 3, device=device)),
        torch.empty(3, device=device).log_normal_(), torch.empty(3, device=device).geometric_(0.5),
    ]  # fmt: skip
    assert all(one.device.type == kind(device) for one in made)
    return [one * 0 for one in made]


def complex_and_fourier(device: str) -> Any:
    x = numbers(4, 6).to(device).requires_grad_()
    spectrum = torch.fft.fft(x, dim=-1)
    kept = spectrum * torch.exp(1j * torch.arange(6, device=device))
    back = torch.fft.irfft(torch.fft.rfft(x), n=6)
    turned = torch.view_as_real(torch.view_as_complex(x.reshape(4, 3, 2)) * torch.polar(x[:, :3].abs(), x[:, 3:]))
    (kept.abs().sum() + back.square().sum() + turned.square().sum()).backward()
    return [kept, back, turned, x.grad]
