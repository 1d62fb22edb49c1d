"""Each query's allowed keys are picked out; one without any gives zeros that hang on V alone."""

import torch


def one_entry(q, k, v, mask):
    rows = []
    for i in range(q.shape[0]):
        chosen = slice(None) if mask is None else mask[i]
        if mask is not None and not mask[i].any():
            rows.append(0.0 * v.sum(dim=0))
            continue
        scores = (k[chosen] * q[i]).sum(dim=1) / q.shape[1] ** 0.5
        powers = torch.exp(scores - scores.max())
        rows.append((powers / powers.sum()) @ v[chosen])
    return torch.stack(rows)


def scaled_dot_product_attention(Q, K, V, mask=None):
    leading, (tq, tk) = Q.shape[:-2], (Q.shape[-2], K.shape[-2])
    if mask is not None:
        mask = torch.broadcast_to(mask != 0, (*leading, tq, tk)).reshape(-1, tq, tk)
    flat = [x.reshape(-1, *x.shape[-2:]) for x in (Q, K, V)]
    results = [one_entry(*entry, None if mask is None else mask[n]) for n, entry in enumerate(zip(*flat, strict=True))]
    return torch.stack(results).reshape(*leading, tq, V.shape[-1])
