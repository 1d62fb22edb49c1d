"""Autocast on the device: which operators run in the low precision, which in float32, which in their widest input's.

The lists are CUDA's, as torch documents them in "CUDA Ops that can autocast to float16", "... to float32" and "Ops that
promote to the widest input type". Registered when autocast is first asked for.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from dlexam.grading.devices.sim.storage import NAME, is_ours

_LOW = """
    conv1d conv2d conv3d conv_tbc conv_transpose1d conv_transpose2d.input conv_transpose3d.input convolution
    _convolution prelu addmm addmv addr matmul einsum mm mv linalg_vecdot linear addbmm baddbmm bmm chain_matmul
    linalg_multi_dot lstm_cell gru_cell rnn_tanh_cell rnn_relu_cell _thnn_fused_lstm_cell _thnn_fused_gru_cell
    scaled_dot_product_attention
"""
_FULL = """
    acos asin cosh erfinv exp expm1 log log10 log2 log1p reciprocal rsqrt sinh tan pow.Tensor_Scalar pow.Tensor_Tensor
    pow.Scalar softplus layer_norm native_layer_norm rms_norm group_norm frobenius_norm.dim nuclear_norm
    nuclear_norm.dim cosine_similarity poisson_nll_loss cosine_embedding_loss nll_loss nll_loss2d hinge_embedding_loss
    kl_div l1_loss smooth_l1_loss huber_loss mse_loss margin_ranking_loss multilabel_margin_loss soft_margin_loss
    triplet_margin_loss multi_margin_loss binary_cross_entropy_with_logits dist pdist cdist renorm logsumexp
    upsample_nearest1d upsample_nearest2d upsample_nearest3d upsample_linear1d upsample_bilinear2d upsample_trilinear3d
    upsample_bicubic2d norm.Scalar norm.ScalarOpt_dim prod prod.dim_int softmax.int log_softmax.int cumprod cumsum
    linalg_vector_norm linalg_matrix_norm linalg_matrix_norm.str_ord sum sum.dim_IntList
"""
_WIDEST = "addcdiv addcmul atan2 bilinear cross dot vdot grid_sampler index_put tensordot scatter_add"
_REFUSED = "binary_cross_entropy"

_Key: Any = torch._C.DispatchKey
_KEY = torch._C.DispatchKeySet(_Key.AutocastPrivateUse1)
_libraries: list[Any] = []
_Library: Any = torch.library.Library

Choose = Callable[[list[Tensor]], torch.dtype]


def register() -> None:
    """Register the lists with torch, once."""
    if _libraries:
        return
    library = _Library("aten", "IMPL", "AutocastPrivateUse1")
    _libraries.append(library)
    for names, choose in ((_LOW, _low), (_FULL, _full), (_WIDEST, _widest)):
        for name in names.split():
            base, _, overload = name.partition(".")
            op = getattr(getattr(torch.ops.aten, base), overload or "default")
            library.impl(name, functools.partial(_cast_and_call, op, choose))
    library.impl(_REFUSED, _refuse)


def _low(tensors: list[Tensor]) -> torch.dtype:
    return torch.get_autocast_dtype(NAME)


def _full(tensors: list[Tensor]) -> torch.dtype:
    return torch.float32


def _widest(tensors: list[Tensor]) -> torch.dtype:
    widest = torch.get_autocast_dtype(NAME)
    for tensor in tensors:
        widest = torch.promote_types(widest, tensor.dtype)
    return widest


def _cast_and_call(op: Any, choose: Choose, *args: Any, **kwargs: Any) -> Any:
    eligible = [one for one in _flat([*args, *kwargs.values()]) if _eligible(one)]
    with torch._C._ExcludeDispatchKeyGuard(_KEY):
        dtype = choose(eligible)
        return op(*_cast(list(args), dtype), **{name: _cast(value, dtype) for name, value in kwargs.items()})


def _eligible(value: Any) -> bool:
    return (
        isinstance(value, Tensor) and is_ours(value) and value.is_floating_point() and value.dtype is not torch.float64
    )


def _flat(values: Any) -> list[Any]:
    return [one for value in values for one in (_flat(value) if isinstance(value, (list, tuple)) else [value])]


def _cast(value: Any, dtype: torch.dtype) -> Any:
    if isinstance(value, (list, tuple)):
        return [_cast(one, dtype) for one in value]
    return value.to(dtype) if _eligible(value) else value


def _refuse(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError(
        "torch.nn.functional.binary_cross_entropy and torch.nn.BCELoss are unsafe to autocast.\n"
        "Many models use a sigmoid layer right before the binary cross entropy layer.\n"
        "In this case, combine the two layers using torch.nn.functional.binary_cross_entropy_with_logits "
        "or torch.nn.BCEWithLogitsLoss: both are safe to autocast."
    )
