"""Each step is a closure handed to the optimizer, which calls it and returns its loss."""


def train_one_epoch(model, loader, optimizer, loss_fn, device):
    model.train()

    def loss_of(x, y):
        def closure():
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            return loss

        return optimizer.step(closure).item()

    return sum(loss_of(x.to(device), y.to(device)) for x, y in loader) / len(loader)
