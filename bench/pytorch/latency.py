"""PyTorch's side of latency: a chain and the same one with fewer channels."""

import torch
from common import CHAINS, DEVICE, seconds_of, serve, vgg

state = {}


def load(network, inputShape, widths):
    steps = CHAINS[network]
    left = iter(widths)
    narrow = [step if step == "M" else next(left) for step in steps]
    models = {name: vgg(plan, channels=inputShape[2]).eval() for name, plan in [("dense", steps), ("pruned", narrow)]}
    state.update(models=models, shape=[inputShape[2], *inputShape[:2]])


def run_pass(batch, repeats):
    x = torch.randn(batch, *state["shape"], device=DEVICE)
    with torch.no_grad():
        return [
            {name: seconds_of(lambda model=model: model(x).cpu()) for name, model in state["models"].items()}
            for _ in range(repeats)
        ]


serve({"load": load, "pass": run_pass})
