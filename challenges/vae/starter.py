"""A variational autoencoder and its loss."""

from __future__ import annotations

import torch
from torch import nn


class VAE(nn.Module):
    """x (B, input_dim) -> a Gaussian over z (B, latent_dim) -> a reconstruction of x."""

    def __init__(self, input_dim: int = 784, latent_dim: int = 64, hidden_dim: int = 256) -> None:
        super().__init__()
        # your layers go here

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(B, input_dim) -> mu and logvar, (B, latent_dim) each."""
        raise NotImplementedError("VAE.encode is still to be written")

    def reparameterize(self, mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
        """A sample of N(mu, exp(logvar)) through which gradients pass."""
        raise NotImplementedError("VAE.reparameterize is still to be written")

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """(B, latent_dim) -> (B, input_dim), each number between 0 and 1."""
        raise NotImplementedError("VAE.decode is still to be written")

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """(B, input_dim) -> x_recon, mu, logvar."""
        raise NotImplementedError("VAE.forward is still to be written")


def vae_loss(x_recon: torch.Tensor, x: torch.Tensor, mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy plus KL divergence from N(0, I), both summed over everything."""
    raise NotImplementedError("vae_loss is still to be written")
