"""What each layer computes, channels last, for the networks of the cases. Weights and configuration as Keras has them.

A layer is a function of a `Call`. Where a kernel reads channels it asks `call.read`, which hands back the same tensor
with the units' gates multiplied in.
"""

import math
from dataclasses import dataclass
from typing import Callable

import torch
import torch.nn.functional as F

ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": torch.relu,
    "relu6": F.relu6,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "elu": F.elu,
    "selu": F.selu,
    "softplus": F.softplus,
    "softsign": F.softsign,
    "mish": F.mish,
    "gelu": F.gelu,
    "swish": F.silu,
    "hard_sigmoid": lambda x: torch.clamp(0.2 * x + 0.5, 0, 1),
    "softmax": lambda x: torch.softmax(x, -1),
}


@dataclass
class Call:
    type: str
    config: dict
    inputs: list
    weight: Callable
    """The weight of a name within the layer, None where there is none."""
    read: Callable
    """read(tensor, place): what a kernel sees of `tensor`; places are "input", "depthwise" and "state"."""

    def numbers(self, key, default):
        """A number for each spatial axis."""
        value = self.config.get(key)
        value = default if value is None else value
        rank = self.inputs[0].ndim - 2
        return tuple(value) if isinstance(value, (list, tuple)) else (value,) * rank

    def activate(self, x):
        return ACTIVATIONS[self.config.get("activation") or "linear"](x)


def channels_first(x):
    return x.movedim(-1, 1)


def channels_last(x):
    return x.movedim(1, -1)


def pad(x, amounts, value=0.0):
    """Pads the spatial axes of a tensor with channels first by (before, after) each."""
    return F.pad(x, [cells for sides in reversed(amounts) for cells in sides], value=value)


def pad_like_tensorflow(x, window, stride, value=0.0):
    """Padding "same" of a tensor with channels first: the odd cell goes to the end."""
    amounts = []
    for size, length, step in zip(x.shape[2:], window, stride):
        total = max((math.ceil(size / step) - 1) * step + length - size, 0)
        amounts.append((total // 2, total - total // 2))
    return pad(x, amounts, value)


def convolve(call, x, kernel, groups=1, **settings):
    """`x` has channels last, `kernel` the form [out, in / groups, ...window]; without bias and activation."""
    stride = settings.get("stride", call.numbers("strides", 1))
    dilation = settings.get("dilation", call.numbers("dilation_rate", 1))
    padding = settings.get("padding", call.config.get("padding") or "valid")
    window = [(length - 1) * step + 1 for length, step in zip(kernel.shape[2:], dilation)]
    x = channels_first(x)
    if padding == "same":
        x = pad_like_tensorflow(x, window, stride)
    if padding == "causal":
        x = pad(x, [(window[0] - 1, 0)])
    function = [F.conv1d, F.conv2d, F.conv3d][x.ndim - 3]
    return channels_last(function(x, kernel.contiguous(), None, stride, 0, dilation, groups))


def finish(call, x):
    bias = call.weight("bias")
    return call.activate(x if bias is None else x + bias)


def convolution(call):
    kernel = call.weight("kernel")  # [...window, in, out]
    x = call.read(call.inputs[0], "input")
    return finish(call, convolve(call, x, kernel.movedim((-1, -2), (0, 1)), call.config.get("groups") or 1))


def transposed_convolution(call):
    """Kernel [...window, out, in]. The whole result is cut, or filled with zeros at the end, to the size asked for."""
    kernel, stride = call.weight("kernel"), call.numbers("strides", 1)
    x = channels_first(call.read(call.inputs[0], "input"))
    function = [F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d][x.ndim - 3]
    whole = function(x, kernel.movedim((-1, -2), (0, 1)).contiguous(), None, stride)
    amounts = []
    for size, length, step in zip(x.shape[2:], kernel.shape, stride):
        same = call.config.get("padding") == "same"
        cut = max(length - step, 0) if same else 0
        filled = max(step - length, 0)
        amounts.append((-(cut // 2), filled - (cut - cut // 2)))
    return finish(call, channels_last(pad(whole, amounts)))


def filter_apart(call, x, kernel):
    """Each channel by filters of its own; kernel [...window, channels, multiplier]."""
    channels, multiplier = kernel.shape[-2:]
    filters = kernel.movedim((-2, -1), (0, 1)).reshape(channels * multiplier, 1, *kernel.shape[:-2])
    return convolve(call, x, filters, channels)


def depthwise_convolution(call):
    return finish(call, filter_apart(call, call.inputs[0], call.weight("depthwise_kernel")))


def separable_convolution(call):
    x = call.read(filter_apart(call, call.inputs[0], call.weight("depthwise_kernel")), "depthwise")
    pointwise = call.weight("pointwise_kernel").movedim((-1, -2), (0, 1))
    ones = (1,) * (x.ndim - 2)
    return finish(call, convolve(call, x, pointwise, stride=ones, dilation=ones, padding="valid"))


def dense(call):
    return finish(call, call.read(call.inputs[0], "input") @ call.weight("kernel"))


def batch_normalization(call):
    (x,) = call.inputs
    scale, offset = call.weight("gamma"), call.weight("beta")
    x = (x - call.weight("moving_mean")) / torch.sqrt(call.weight("moving_variance") + call.config.get("epsilon", 1e-3))
    x = x if scale is None else x * scale
    return x if offset is None else x + offset


def axes_of(call):
    axes = call.config.get("axis", -1)
    return [axis % call.inputs[0].ndim for axis in (axes if isinstance(axes, list) else [axes])]


def layer_normalization(call):
    (x,), axes = call.inputs, axes_of(call)
    variance, mean = torch.var_mean(x, axes, correction=0, keepdim=True)
    x = (x - mean) / torch.sqrt(variance + call.config.get("epsilon", 1e-3))
    along = lambda weight: weight.reshape([size if axis in axes else 1 for axis, size in enumerate(x.shape)])
    scale, offset = call.weight("gamma"), call.weight("beta")
    x = x if scale is None else x * along(scale)
    return x if offset is None else x + along(offset)


def softmax(call):
    (x,) = call.inputs
    return torch.exp(x - torch.logsumexp(x, axes_of(call), keepdim=True))


def prelu(call):
    (x,) = call.inputs
    return torch.relu(x) + call.weight("alpha") * torch.clamp(x, max=0)


def max_pool(call):
    window = call.numbers("pool_size", 2)
    stride = call.numbers("strides", window)
    x = channels_first(call.inputs[0])
    if call.config.get("padding") == "same":
        x = pad_like_tensorflow(x, window, stride, -math.inf)
    # F.max_pool's second derivatives cannot be taken for many weights at once, those of unfolded windows can.
    for axis, (length, step) in enumerate(zip(window, stride), start=2):
        x = x.unfold(axis, length, step).amax(-1)
    return channels_last(x)


def average_pool(call):
    window = call.numbers("pool_size", 2)
    stride = call.numbers("strides", window)
    x = channels_first(call.inputs[0])
    pool = lambda x: [F.avg_pool1d, F.avg_pool2d, F.avg_pool3d][x.ndim - 3](x, window, stride)
    if call.config.get("padding") != "same":
        return channels_last(pool(x))
    # Cells of padding do not count, neither in the sum nor in the number.
    padded = lambda x: pool(pad_like_tensorflow(x, window, stride))
    return channels_last(padded(x) / padded(torch.ones_like(x)))


def over_positions(reduce):
    def run(call):
        (x,) = call.inputs
        reduced = reduce(x.flatten(1, -2))
        return reduced.reshape(len(x), *[1] * (x.ndim - 2), -1) if call.config.get("keepdims") else reduced

    return run


def sides(call, key):
    """(before, after) of each spatial axis."""
    value = call.numbers(key, 1)
    if call.inputs[0].ndim == 3 and len(value) == 2:  # one axis: [before, after]
        return [tuple(value)]
    return [tuple(side) if isinstance(side, list) else (side, side) for side in value]


def zero_padding(call):
    return channels_last(pad(channels_first(call.inputs[0]), sides(call, "padding")))


def cropping(call):
    return channels_last(pad(channels_first(call.inputs[0]), [(-a, -b) for a, b in sides(call, "cropping")]))


def up_sampling(call):
    (x,) = call.inputs
    for axis, times in enumerate(call.numbers("size", 2), start=1):
        x = x.repeat_interleave(times, axis)
    return x


def merge(combine):
    def run(call):
        result, *others = call.inputs
        for other in others:
            result = combine(result, other)
        return result

    return run


def average(call):
    return sum(call.inputs) / len(call.inputs)


def concatenate(call):
    axis = call.config.get("axis", -1)
    return torch.cat(call.inputs, axis)


def reshape(call):
    (x,) = call.inputs
    return x.reshape(len(x), *call.config["target_shape"])


def permute(call):
    return call.inputs[0].permute(0, *call.config["dims"])


def same(call):
    return call.inputs[0]


LAYERS = {
    **{f"Conv{rank}D": convolution for rank in (1, 2, 3)},
    **{f"Conv{rank}DTranspose": transposed_convolution for rank in (2, 3)},
    **{f"SeparableConv{rank}D": separable_convolution for rank in (1, 2)},
    **{f"DepthwiseConv{rank}D": depthwise_convolution for rank in (1, 2)},
    **{f"MaxPooling{rank}D": max_pool for rank in (1, 2, 3)},
    **{f"AveragePooling{rank}D": average_pool for rank in (1, 2, 3)},
    **{f"GlobalAveragePooling{rank}D": over_positions(lambda x: x.mean(1)) for rank in (1, 2, 3)},
    **{f"GlobalMaxPooling{rank}D": over_positions(lambda x: x.amax(1)) for rank in (1, 2, 3)},
    **{f"ZeroPadding{rank}D": zero_padding for rank in (1, 2, 3)},
    **{f"Cropping{rank}D": cropping for rank in (1, 2, 3)},
    **{f"UpSampling{rank}D": up_sampling for rank in (1, 2, 3)},
    "Activation": lambda call: call.activate(call.inputs[0]),
    "Add": merge(torch.add),
    "AlphaDropout": same,
    "Average": average,
    "BatchNormalization": batch_normalization,
    "Concatenate": concatenate,
    "Dense": dense,
    "Dropout": same,
    "ELU": lambda call: F.elu(call.inputs[0], call.config.get("alpha", 1.0)),
    "Flatten": lambda call: call.inputs[0].flatten(1),
    "GaussianDropout": same,
    "GaussianNoise": same,
    "LayerNormalization": layer_normalization,
    "LeakyReLU": lambda call: F.leaky_relu(call.inputs[0], call.config["alpha"]),
    "Maximum": merge(torch.maximum),
    "Minimum": merge(torch.minimum),
    "Multiply": merge(torch.mul),
    "Permute": permute,
    "PReLU": prelu,
    "RepeatVector": lambda call: call.inputs[0][:, None].repeat(1, call.config["n"], 1),
    "ReLU": lambda call: torch.relu(call.inputs[0]),
    "Reshape": reshape,
    "Rescaling": lambda call: call.inputs[0] * call.config["scale"] + call.config.get("offset", 0),
    "Softmax": softmax,
    "SpatialDropout1D": same,
    "SpatialDropout2D": same,
}
