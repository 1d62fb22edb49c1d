"""A variational autoencoder with fully connected layers: Kingma & Welling 2013."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class VAE(nn.Module):
    """One hidden layer on each side; two heads give mean and log variance of z."""

    def __init__(self, input_dim: int = 784, latent_dim: int = 64, hidden_dim: int = 256) -> None:
        super().__init__()
        self.hidden = nn.Linear(input_dim, hidden_dim)
        self.mu = nn.Linear(hidden_dim, latent_dim)
        self.logvar = nn.Linear(hidden_dim, latent_dim)
        self.decoder = nn.Sequential(
            nn.Linear(latent_dim, hidden_dim), nn.ReLU(), nn.Linear(hidden_dim, input_dim), nn.Sigmoid()
        )

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = F.relu(self.hidden(x))  # (B, input_dim) -> (B, hidden_dim)
        return self.mu(h), self.logvar(h)  # (B, latent_dim) each; any real number

    def reparameterize(self, mu: Tensor, logvar: Tensor) -> Tensor:
        std = torch.exp(0.5 * logvar)  # (B, latent_dim): the root of the variance
        return mu + std * torch.randn_like(std)  # the chance is in a factor that needs no gradient

    def decode(self, z: Tensor) -> Tensor:
        return self.decoder(z)  # (B, latent_dim) -> (B, input_dim), inside (0, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        mu, logvar = self.encode(x)
        return self.decode(self.reparameterize(mu, logvar)), mu, logvar


def vae_loss(x_recon: Tensor, x: Tensor, mu: Tensor, logvar: Tensor) -> Tensor:
    reconstruction = F.binary_cross_entropy(x_recon, x, reduction="sum")  # ()
    divergence = 0.5 * (mu.pow(2) + logvar.exp() - 1 - logvar).sum()  # (): KL(N(mu, exp(logvar)) || N(0, I))
    return reconstruction + divergence
