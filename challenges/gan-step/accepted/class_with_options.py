"""A class with labels and a device of its own; gradients only for the inputs that are named."""

import torch
from torch import nn


class Game:
    def __init__(self, generator, discriminator, opt_g, opt_d, real_label=1.0, fake_label=0.0):
        self.generator, self.discriminator = generator, discriminator
        self.opt_g, self.opt_d = opt_g, opt_d
        self.labels = {"real": real_label, "fake": fake_label}
        self.loss = nn.BCEWithLogitsLoss(reduction="mean")

    def against(self, samples, kind):
        logits = self.discriminator(samples).view(-1)
        return self.loss(logits, torch.full((len(logits),), self.labels[kind], device=logits.device, dtype=logits.dtype))

    def step(self, real, z):
        fake = self.generator(z)
        d_loss = self.against(real, "real") + self.against(fake, "fake")
        self.opt_d.zero_grad(set_to_none=True)
        d_loss.backward(inputs=list(self.discriminator.parameters()), retain_graph=True)
        self.opt_d.step()
        g_loss = self.against(self.generator(z), "real")
        self.opt_g.zero_grad(set_to_none=True)
        g_loss.backward(inputs=list(self.generator.parameters()))
        self.opt_g.step()
        return d_loss.detach().item(), g_loss.detach().item()


def gan_step(generator, discriminator, real, z, opt_g, opt_d, **options):
    return Game(generator, discriminator, opt_g, opt_d, **options).step(real, z)
