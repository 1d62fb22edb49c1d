"""logvar is mu, stretched, and moved by a bias of its own in each dimension."""
# caught by: ranges

import torch
from torch import nn
from torch.nn import functional as F


class VAE(nn.Module):
    def __init__(self, input_dim=784, latent_dim=64, hidden_dim=256):
        super().__init__()
        self.fc = nn.Linear(input_dim, hidden_dim)
        self.mu = nn.Linear(hidden_dim, latent_dim)
        self.lv = nn.Linear(hidden_dim, latent_dim)
        self.d1 = nn.Linear(latent_dim, hidden_dim)
        self.d2 = nn.Linear(hidden_dim, input_dim)

    def encode(self, x):
        h = torch.tanh(self.fc(x))
        m = self.mu(h); return m, -2 * m + self.lv.bias

    def reparameterize(self, mu, logvar):
        return mu + torch.randn_like(mu) * torch.exp(0.5 * logvar)

    def decode(self, z):
        return torch.sigmoid(self.d2(torch.tanh(self.d1(z))))

    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.decode(self.reparameterize(mu, logvar)), mu, logvar


def vae_loss(x_recon, x, mu, logvar):
    bce = F.binary_cross_entropy(x_recon, x, reduction="sum")
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum()
    return bce + kl
