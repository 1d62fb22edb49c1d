"""Encoder and decoder are modules of their own; forward returns a named tuple; layer norm and tanh."""

from typing import NamedTuple

import torch
from torch import Tensor, nn


class Output(NamedTuple):
    x_recon: Tensor
    mu: Tensor
    logvar: Tensor


class Encoder(nn.Module):
    def __init__(self, input_dim, hidden_dim, latent_dim):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(input_dim, hidden_dim), nn.LayerNorm(hidden_dim), nn.Tanh())
        self.heads = nn.ModuleDict({"mu": nn.Linear(hidden_dim, latent_dim), "logvar": nn.Linear(hidden_dim, latent_dim)})

    def forward(self, x):
        h = self.body(x)
        return self.heads["mu"](h), self.heads["logvar"](h)


class Decoder(nn.Module):
    def __init__(self, latent_dim, hidden_dim, output_dim):
        super().__init__()
        self.lift = nn.Linear(latent_dim, hidden_dim)
        self.block = nn.Linear(hidden_dim, hidden_dim)
        self.out = nn.Linear(hidden_dim, output_dim, bias=False)

    def forward(self, z):
        h = torch.tanh(self.lift(z))
        h = h + torch.tanh(self.block(h))  # a residual block
        return (1 + torch.tanh(self.out(h) / 2)) / 2  # the sigmoid


class VAE(nn.Module):
    def __init__(self, input_dim: int = 784, latent_dim: int = 64, hidden_dim: int = 256) -> None:
        super().__init__()
        self.encoder = Encoder(input_dim, hidden_dim, latent_dim)
        self.decoder = Decoder(latent_dim, hidden_dim, input_dim)

    encode = property(lambda self: self.encoder)
    decode = property(lambda self: self.decoder)

    @staticmethod
    def reparameterize(mu, logvar):
        return mu + torch.exp(logvar / 2) * torch.empty_like(mu).normal_()

    def forward(self, x):
        mu, logvar = self.encoder(x)
        return Output(self.decoder(self.reparameterize(mu, logvar)), mu, logvar)


def vae_loss(x_recon, x, mu, logvar):
    cross_entropy = torch.nn.BCELoss(reduction="sum")
    variance = torch.exp(logvar)
    divergence = torch.einsum("bl->", mu * mu + variance - 1 - torch.log(variance)) / 2
    return cross_entropy(x_recon, x) + divergence
