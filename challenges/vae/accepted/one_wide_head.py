"""One layer gives both halves, split by chunk; deep networks made by a helper; noise from torch.normal of zeros."""

import torch
from torch import nn


def mlp(*sizes, last=None):
    layers = []
    for inputs, outputs in zip(sizes[:-1], sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.LeakyReLU(0.1)]
    return nn.Sequential(*layers[:-1], *([last] if last else []))


class VAE(nn.Module):
    def __init__(self, input_dim=784, latent_dim=64, hidden_dim=256):
        super().__init__()
        self.encoder = mlp(input_dim, hidden_dim, hidden_dim // 2, 2 * latent_dim)
        self.decoder = mlp(latent_dim, hidden_dim // 2, hidden_dim, input_dim, last=nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x).chunk(2, dim=-1)

    def reparameterize(self, mu, logvar):
        noise = torch.normal(torch.zeros_like(mu), torch.ones_like(mu))
        return torch.addcmul(mu, noise, torch.sqrt(torch.exp(logvar)))

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.decode(self.reparameterize(mu, logvar)), mu, logvar


def vae_loss(x_recon, x, mu, logvar):
    likelihood = x * x_recon.log() + (1 - x) * torch.log1p(-x_recon)
    return -likelihood.sum() + (mu.square() + logvar.exp() - logvar - 1).sum() / 2
