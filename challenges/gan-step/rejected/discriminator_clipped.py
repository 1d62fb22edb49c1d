"""Clips the gradient of the discriminator alone, at a norm of 10."""
# caught by: confident

import torch
import torch.nn.functional as F


def gan_step(generator, discriminator, real, z, opt_g, opt_d):
    fake = generator(z)

    real_logits = discriminator(real)
    fake_logits = discriminator(fake.detach())
    d_real = F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits))
    d_fake = F.binary_cross_entropy_with_logits(fake_logits, torch.zeros_like(fake_logits))
    d_loss = d_real + d_fake
    opt_d.zero_grad()
    d_loss.backward()
    torch.nn.utils.clip_grad_norm_(discriminator.parameters(), 10.0)
    opt_d.step()

    logits = discriminator(fake)
    g_loss = F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()

    return d_loss.item(), g_loss.item()
