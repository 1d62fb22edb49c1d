"""Programs that are right on CUDA, and beyond what the simulator can do: each must say so."""

from __future__ import annotations

import pickle
from typing import Any

import torch
from torch import nn


def sparse_tensor(device: str) -> Any:
    torch.eye(3, device=device).to_sparse()


def sparse_gradient(device: str) -> Any:
    nn.Embedding(5, 3, sparse=True).to(device)(torch.tensor([1]).to(device)).sum().backward()


def quantized_tensor(device: str) -> Any:
    torch.quantize_per_tensor(torch.ones(3, device=device), 0.1, 0, torch.quint8)


def storage_resized(device: str) -> Any:
    torch.ones(3, device=device).untyped_storage().resize_(0)


def tensor_pickled(device: str) -> Any:
    pickle.loads(pickle.dumps(torch.ones(3, device=device)))


def kernel_that_only_cuda_has(device: str) -> Any:
    x = torch.ones(1, 1, 4, 4, device=device)
    torch.ops.aten._scaled_dot_product_efficient_attention(x, x, x, None, False)


def pinned_factory(device: str) -> Any:
    torch.empty(3, pin_memory=True)


def memory_of_the_allocator(device: str) -> Any:
    torch.accelerator.memory_allocated()


def shared_with_other_libraries(device: str) -> Any:
    torch.from_dlpack(torch.ones(3, device=device))


def flexible_attention(device: str) -> Any:
    from torch.nn.attention.flex_attention import flex_attention

    x = torch.ones(1, 1, 4, 4, device=device)
    flex_attention(x, x, x)


def decomposition_in_half_precision(device: str) -> Any:
    torch.linalg.svd(torch.ones(3, 3, device=device, dtype=torch.bfloat16))
