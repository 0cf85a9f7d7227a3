"""PyTorch's side of removal: one unit at a time, by slicing tensors or by building layers anew."""

import torch
from common import VGG_S, seconds_of, serve, vgg
from slicing import Chain, rebuild, remove_units
from torch import nn

state = {}


def vgg16():
    layers, channels = [], 3
    for filters, count in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        for _ in range(count):
            layers += [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU()]
            channels = filters
        layers.append(nn.MaxPool2d(2))
    dense = [nn.Linear(512 * 49, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 1000)]
    return nn.Sequential(*layers, nn.Flatten(), *dense)


def load(network, momentum, inputShape, **_):
    model = vgg16() if network == "vgg-16" else vgg(VGG_S, channels=inputShape[2])
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9) if momentum else None
    for parameter in model.parameters() if momentum else []:
        optimizer.state[parameter]["momentum_buffer"] = torch.zeros_like(parameter)
    state.update(model=model, optimizer=optimizer)


def remove(group, count, method):
    return [seconds_of(lambda: remove_one(group, method)) for _ in range(count)]


def remove_one(group, method):
    chain = Chain(state["model"])
    unit = chain.convolutions[group].out_channels // 2
    if method == "slicing":
        gone = [[unit] if i == group else [] for i in range(len(chain.convolutions))]
        remove_units(chain, gone, state["optimizer"])
    else:
        rebuild(state["model"], group, unit)


def unload():
    state.clear()


serve({"load": load, "remove": remove, "unload": unload})
