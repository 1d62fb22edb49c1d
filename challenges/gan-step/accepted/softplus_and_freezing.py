"""softplus for the cross-entropies; each network is frozen while the other learns."""

from contextlib import contextmanager

from torch.nn.functional import softplus


@contextmanager
def frozen(module):
    module.requires_grad_(False)
    try:
        yield
    finally:
        module.requires_grad_(True)


def gan_step(generator, discriminator, real, z, opt_g, opt_d):
    discriminator.zero_grad(set_to_none=False)
    with frozen(generator):
        d_loss = softplus(-discriminator(real)).mean() + softplus(discriminator(generator(z))).mean()
        d_loss.backward()
        opt_d.step()
    generator.zero_grad(set_to_none=False)
    with frozen(discriminator):
        g_loss = softplus(-discriminator(generator(z))).mean()
        g_loss.backward()
        opt_g.step()
    return d_loss.item(), g_loss.item()
