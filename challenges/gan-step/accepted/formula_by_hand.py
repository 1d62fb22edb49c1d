"""The stable formula of cross-entropy written out, and labels in float32."""

import torch
import torch.nn.functional as F


def gan_step(generator, discriminator, real, z, opt_g, opt_d):
    fake = generator(z)

    real_logits = discriminator(real)
    fake_logits = discriminator(fake.detach())
    d_real = (real_logits.clamp(min=0) - real_logits + torch.log1p(torch.exp(-real_logits.abs()))).mean()
    d_fake = F.binary_cross_entropy_with_logits(fake_logits, torch.zeros_like(fake_logits))
    d_loss = d_real + d_fake
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()

    logits = discriminator(fake)
    g_loss = F.binary_cross_entropy_with_logits(logits, torch.ones(len(z), 1, device=z.device))
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()

    return d_loss.item(), g_loss.item()
