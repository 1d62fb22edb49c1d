"""torch.autograd.grad for one network's weights only, put into .grad by hand."""

import torch
import torch.nn.functional as F


def update(loss, module, optimizer):
    weights = list(module.parameters())
    for weight, grad in zip(weights, torch.autograd.grad(loss, weights, retain_graph=True)):
        weight.grad = grad
    optimizer.step()
    return loss.item()


def gan_step(generator, discriminator, real, z, opt_g, opt_d):
    fake = generator(z)
    d_loss = -F.logsigmoid(discriminator(real)).mean() - F.logsigmoid(-discriminator(fake)).mean()
    d = update(d_loss, discriminator, opt_d)
    g = update(-F.logsigmoid(discriminator(fake)).mean(), generator, opt_g)
    return d, g
