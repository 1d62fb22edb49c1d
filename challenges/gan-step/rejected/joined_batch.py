"""Both batches are joined into one, with one mean over 2B logits."""
# caught by: losses

import torch
import torch.nn.functional as F


def gan_step(generator, discriminator, real, z, opt_g, opt_d):
    fake = generator(z)

    real_logits = discriminator(real)
    fake_logits = discriminator(fake.detach())
    both = torch.cat([real_logits, fake_logits])
    labels = torch.cat([torch.ones_like(real_logits), torch.zeros_like(fake_logits)])
    d_loss = F.binary_cross_entropy_with_logits(both, labels)
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()

    logits = discriminator(fake)
    g_loss = F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()

    return d_loss.item(), g_loss.item()
