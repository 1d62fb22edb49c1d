"""One pass over both batches; twice the mean over 2B is the sum of two means."""

import torch
from torch.nn import BCEWithLogitsLoss

criterion = BCEWithLogitsLoss()


def gan_step(generator, discriminator, real, z, opt_g, opt_d):
    opt_g.zero_grad()
    opt_d.zero_grad()
    fake = generator(z)
    logits = discriminator(torch.cat((real, fake.detach())))
    labels = torch.cat((logits.new_ones(len(real), 1), logits.new_zeros(len(z), 1)))
    d_loss = 2 * criterion(logits, labels)
    d_loss.backward()
    opt_d.step()
    verdict = discriminator(fake)
    g_loss = criterion(verdict, verdict.new_ones(verdict.shape))
    g_loss.backward()
    opt_g.step()
    return float(d_loss), float(g_loss)
