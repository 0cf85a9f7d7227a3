"""Physical removal of channels from a chain of convolutions: by slicing tensors, or by building layers anew."""

import torch
from torch import nn


class Chain:
    """The convolutions of a Sequential in order, and what reads each: the next one, or the dense layer at the end."""

    def __init__(self, model):
        self.model = model
        self.convolutions = [layer for layer in model if isinstance(layer, nn.Conv2d)]
        dense = next(layer for layer in model if isinstance(layer, nn.Linear))
        self.readers = [*self.convolutions[1:], dense]


def keep(count, gone):
    return torch.tensor(sorted(set(range(count)) - set(gone)))


def input_rows(reader, channels, kept):
    """Positions of the kept channels along a reader's input; behind Flatten each channel has several."""
    if isinstance(reader, nn.Conv2d):
        return kept
    positions = reader.in_features // channels
    return (kept[:, None] * positions + torch.arange(positions)).flatten()


def cut(layer, name, kept, axis, optimizer):
    """Puts a sliced parameter in a parameter's place, in the optimizer too, and slices its momentum."""
    before = getattr(layer, name)
    after = nn.Parameter(before.detach().index_select(axis, kept))
    setattr(layer, name, after)
    if optimizer is None:
        return
    for group in optimizer.param_groups:
        group["params"] = [after if parameter is before else parameter for parameter in group["params"]]
    state = optimizer.state.pop(before, {})
    if state.get("momentum_buffer") is not None:
        optimizer.state[after] = {"momentum_buffer": state["momentum_buffer"].index_select(axis, kept)}


def remove_units(chain, gone, optimizer=None):
    """`gone`: for each convolution, the units that go."""
    for layer, reader, units in zip(chain.convolutions, chain.readers, gone):
        if not units:
            continue
        channels = layer.out_channels
        kept = keep(channels, units)
        rows = input_rows(reader, channels, kept)
        cut(layer, "weight", kept, 0, optimizer)
        cut(layer, "bias", kept, 0, optimizer)
        cut(reader, "weight", rows, 1, optimizer)
        layer.out_channels = len(kept)
        if isinstance(reader, nn.Conv2d):
            reader.in_channels = len(rows)
        else:
            reader.in_features = len(rows)


def rebuild(model, index, unit):
    """The way of tutorials: new layers in place of convolution `index` and its reader, with copied weights."""
    chain = Chain(model)
    layer, reader = chain.convolutions[index], chain.readers[index]
    kept = keep(layer.out_channels, [unit])
    rows = input_rows(reader, layer.out_channels, kept)
    smaller = nn.Conv2d(layer.in_channels, len(kept), layer.kernel_size, padding=layer.padding)
    if isinstance(reader, nn.Conv2d):
        next_one = nn.Conv2d(len(rows), reader.out_channels, reader.kernel_size, padding=reader.padding)
    else:
        next_one = nn.Linear(len(rows), reader.out_features)
    with torch.no_grad():
        smaller.weight.copy_(layer.weight[kept])
        smaller.bias.copy_(layer.bias[kept])
        next_one.weight.copy_(reader.weight[:, rows])
        next_one.bias.copy_(reader.bias)
    for position, old in enumerate(list(model)):
        if old is layer or old is reader:
            model[position] = smaller if old is layer else next_one
