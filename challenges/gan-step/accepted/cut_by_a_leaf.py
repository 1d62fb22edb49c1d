"""The cut is a leaf of its own, whose gradient the generator is then given."""

import torch.nn.functional as F


def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, logits.new_tensor(target).expand_as(logits))


def gan_step(generator, discriminator, real, z, opt_g, opt_d):
    opt_d.zero_grad()
    fake = generator(z)
    leaf = fake.detach().clone()
    losses = [bce(discriminator(real), 1.0), bce(discriminator(leaf), 0.0)]
    d_loss = sum(losses)
    d_loss.backward()
    opt_d.step()

    leaf.requires_grad_()
    g_loss = bce(discriminator(leaf), 1.0)
    opt_g.zero_grad()
    opt_d.zero_grad()
    g_loss.backward()
    fake.backward(leaf.grad)
    opt_g.step()
    return sum(loss.item() for loss in losses), g_loss.item()
