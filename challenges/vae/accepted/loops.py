"""The loss row by row, in Python; parameters without layers."""

import torch
from torch import nn


class VAE(nn.Module):
    def __init__(self, input_dim=784, latent_dim=64, hidden_dim=256):
        super().__init__()
        sizes = {
            "body": (input_dim, hidden_dim),
            "mu": (hidden_dim, latent_dim),
            "logvar": (hidden_dim, latent_dim),
            "lift": (latent_dim, hidden_dim),
            "out": (hidden_dim, input_dim),
        }
        self.weights = nn.ParameterDict({name: torch.randn(*size) / size[0] ** 0.5 for name, size in sizes.items()})

    def encode(self, x):
        h = torch.nn.functional.elu(x @ self.weights["body"])
        return h @ self.weights["mu"], h @ self.weights["logvar"]

    def reparameterize(self, mu, logvar):
        return mu + torch.randn_like(mu) * torch.exp(logvar) ** 0.5

    def decode(self, z):
        return torch.special.expit(torch.nn.functional.gelu(z @ self.weights["lift"]) @ self.weights["out"])

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar


def vae_loss(x_recon, x, mu, logvar):
    total = mu.new_zeros(())
    for p, target, m, s in zip(x_recon, x, mu, logvar):
        total = total - (target * p.log() + (1 - target) * (1 - p).log()).sum()
        total = total + 0.5 * (m @ m + (s.exp() - s - 1).sum())
    return total
