"""log(p + 1e-8) in the loss, dropout in the networks, extra optional arguments."""

import torch
import torch.nn.functional as F
from torch import nn


class VAE(nn.Module):
    def __init__(self, input_dim=784, latent_dim=64, hidden_dim=256, p=0.1, beta=1.0):
        super().__init__()
        self.input_dim, self.latent_dim = input_dim, latent_dim
        self.enc = nn.Sequential(nn.Linear(input_dim, hidden_dim), nn.ReLU(), nn.Dropout(p))
        self.to_mu, self.to_logvar = nn.Linear(hidden_dim, latent_dim), nn.Linear(hidden_dim, latent_dim)
        self.dec = nn.Sequential(
            nn.Linear(latent_dim, hidden_dim), nn.ReLU(), nn.Dropout(p), nn.Linear(hidden_dim, input_dim)
        )

    def encode(self, x):
        h = self.enc(x.reshape(-1, self.input_dim))
        return self.to_mu(h), self.to_logvar(h).clamp(-20, 20)

    def reparameterize(self, mu, logvar, temperature=1.0):
        return mu + temperature * logvar.mul(0.5).exp() * torch.randn(mu.shape, dtype=mu.dtype, device=mu.device)

    def decode(self, z):
        return self.dec(z).sigmoid()

    def forward(self, x, **unused):
        mu, logvar = self.encode(x)
        return self.decode(self.reparameterize(mu, logvar)), mu, logvar

    def generate(self, count):
        return self.decode(torch.randn(count, self.latent_dim))


def vae_loss(x_recon, x, mu, logvar, beta=1.0, eps=1e-8):
    recon = -torch.sum(x * torch.log(x_recon + eps) + (1 - x) * torch.log(1 - x_recon + eps))
    return recon + beta * -0.5 * torch.sum(1 + logvar - mu**2 - logvar.exp())
