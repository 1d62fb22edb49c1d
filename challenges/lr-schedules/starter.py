"""Learning-rate schedules: each function gives the learning rate, a float, of one epoch or step."""


def step_decay(epoch, base_lr, gamma, step_size):
    raise NotImplementedError("step_decay is still to be written")


def exponential_decay(epoch, base_lr, gamma):
    raise NotImplementedError("exponential_decay is still to be written")


def cosine_annealing(step, total_steps, max_lr, min_lr=0.0):
    raise NotImplementedError("cosine_annealing is still to be written")


def warmup_cosine(step, warmup_steps, total_steps, max_lr, min_lr=0.0):
    raise NotImplementedError("warmup_cosine is still to be written")


def one_cycle(step, total_steps, max_lr, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    raise NotImplementedError("one_cycle is still to be written")


def scaled_lr(base_lr, base_batch, batch):
    raise NotImplementedError("scaled_lr is still to be written")
