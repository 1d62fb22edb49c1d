"""Each optimizer gets a closure and returns its loss."""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(generator, discriminator, real, z, opt_g, opt_d):
    def judge():
        opt_d.zero_grad()
        r, f = discriminator(real), discriminator(generator(z).detach())
        loss = bce(r, torch.ones_like(r)) + bce(f, torch.zeros_like(f))
        loss.backward()
        return loss

    def forge():
        opt_g.zero_grad()
        f = discriminator(generator(z))
        loss = bce(f, torch.ones_like(f))
        loss.backward()
        return loss

    return opt_d.step(judge).item(), opt_g.step(forge).item()
