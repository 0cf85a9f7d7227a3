"""PyTorch's side of the oracle: each unit ablated in turn, by brute force or from a cached prefix."""

import numpy as np
import torch
from common import CHAINS, DEVICE, images, load_chain, seconds_of, serve, vgg
from torch import nn

BATCH = 250
state = {}


def load(network, weights, data, examples):
    x, y = images(f"{data}/x.npy")[:examples], torch.from_numpy(np.load(f"{data}/y.npy")).long()[:examples].to(DEVICE)
    steps = CHAINS[network]
    model = load_chain(vgg(steps, channels=x.shape[1]), weights).eval()
    cuts = [i + 1 for i, layer in enumerate(model) if isinstance(layer, nn.ReLU)]
    state.update(model=model, cuts=cuts, batches=list(zip(x.split(BATCH), y.split(BATCH))))


def loss_sum(logits, y):
    return nn.functional.cross_entropy(logits, y, reduction="none").double().sum().item()


def base_loss():
    return sum(loss_sum(state["model"](x), y) for x, y in state["batches"])


def brute_force(group, unit):
    """The whole network once for each unit, with the unit's map set to 0 by a forward hook."""

    def ablate(_module, _inputs, output):
        output = output.clone()
        output[:, unit] = 0
        return output

    handle = state["model"][state["cuts"][group] - 1].register_forward_hook(ablate)
    total = base_loss()
    handle.remove()
    return total


def cached(group, unit, prefixes):
    """The layers behind the unit alone, from maps that are kept."""
    total = 0
    for z, (_, y) in zip(prefixes, state["batches"]):
        z = z.clone()
        z[:, unit] = 0
        total += loss_sum(state["model"][state["cuts"][group] :](z), y)
    return total


def measure(method, units):
    """`units`: for each group, the units to ablate. Seconds by group, of the unablated passes, and the loss changes."""
    examples = sum(len(y) for _, y in state["batches"])
    with torch.no_grad():
        found = {"base": 0.0}
        base_seconds = seconds_of(lambda: found.update(base=base_loss()))
        seconds, changes = [], []
        for group, chosen in enumerate(units):
            prefixes = []
            if method == "cached":  # not counted: one pass for all groups would do
                prefixes = [state["model"][: state["cuts"][group]](x) for x, _ in state["batches"]]
            ablate = lambda unit: cached(group, unit, prefixes) if method == "cached" else brute_force(group, unit)  # noqa
            sums = []
            seconds.append(seconds_of(lambda: sums.extend(ablate(unit) for unit in chosen)))
            changes.append([(total - found["base"]) / examples for total in sums])
    return {"base": base_seconds, "seconds": seconds, "changes": changes}


serve({"load": load, "measure": measure})
