"""PyTorch's side of the training-step bench: answers each line `MODE REPEATS` on stdin with a JSON list of seconds.

Modes: `step` is a plain SGD step; `taylor` adds forward hooks that save the feature maps and backward hooks that
compute the Taylor criterion (Eq. 8) for each of them, as pruning tools for PyTorch do.
"""

import json
import sys
import time

import torch
from torch import nn

THREADS, BATCH = int(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(THREADS)
torch.manual_seed(0)


def network():
    layers, channels = [], 3
    for width in [64, 64, "M", 128, 128, "M", 256, 256, 256, "M"]:
        if width == "M":
            layers.append(nn.MaxPool2d(2))
        else:
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            channels = width
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(256 * 4 * 4, 10))


class TaylorHooks:
    def __init__(self, model):
        self.scores = {}
        self.maps = {}
        for name, module in model.named_modules():
            if isinstance(module, nn.ReLU):
                module.register_forward_hook(lambda _m, _i, output, name=name: self.save(name, output))

    def save(self, name, output):
        self.maps[name] = output
        output.register_hook(lambda gradient: self.add(name, gradient))

    def add(self, name, gradient):
        taylor = (gradient * self.maps[name].detach()).mean(dim=(2, 3)).abs().mean(dim=0)
        self.scores[name] = self.scores.get(name, 0) + taylor


def make(hooks):
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9, weight_decay=1e-4)
    if hooks:
        TaylorHooks(model)
    return model, optimizer


x = torch.randn(BATCH, 3, 32, 32)
y = torch.randint(0, 10, (BATCH,))
models = {"step": make(False), "taylor": make(True)}


def step(model, optimizer):
    optimizer.zero_grad(set_to_none=True)
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    mode, repeats = line.split()
    seconds = []
    for _ in range(int(repeats)):
        start = time.perf_counter()
        step(*models[mode])
        seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds), flush=True)
