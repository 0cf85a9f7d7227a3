"""Which channels must go together, from the definitions: channels are tied where element-wise layers or shared kernels
meet them, a set of tied channels is a unit, and units made by the same layers form a group."""

import re
from dataclasses import dataclass

import numpy as np

CONVOLUTION = re.compile(r"(Separable)?Conv\dD(Transpose)?")
DEPTHWISE = re.compile(r"DepthwiseConv\dD")
RECURRENT = ("GRU", "LSTM", "SimpleRNN", "Bidirectional")
MERGES = ("Add", "Average", "Maximum", "Minimum", "Multiply")
MIXES = ("LayerNormalization", "Softmax")
SMOOTH_LAYERS = ("ELU", "Multiply", *RECURRENT, *MIXES)
PIECEWISE_LINEAR = (None, "linear", "relu", "relu6")
PLAIN = re.compile(
    r"P?ReLU|LeakyReLU|(Global)?(Max|Average)Pooling\dD|\w*Dropout(\dD)?|GaussianNoise|ZeroPadding\dD|Flatten"
)


@dataclass
class Group:
    name: str
    layers: list
    size: int
    first: int
    """Node ids of the members' feature maps, in topological order of the members."""
    maps: list
    """Nodes of the members."""
    members: list
    """(node, place) where a kernel reads the units."""
    reads: list


def produces(node):
    """What a layer's output channels are if its kernel makes them."""
    if CONVOLUTION.fullmatch(node.type):
        return "convolution"
    if node.type == "Dense":
        return "dense"
    return "recurrent" if node.type in RECURRENT else None


def has_kernel(node):
    return produces(node) is not None or DEPTHWISE.fullmatch(node.type)


class Channels:
    """Sets of tied channels, by union and find. A channel is a number; `made_by` is the layer and its place there."""

    def __init__(self):
        self.parent, self.made_by = [], []

    def make(self, layer, size):
        first = len(self.parent)
        self.parent.extend(range(first, first + size))
        self.made_by.extend((layer, channel) for channel in range(size))
        return np.arange(first, first + size)

    def find(self, channel):
        while self.parent[channel] != channel:
            channel = self.parent[channel]
        return channel

    def tie(self, some, others):
        for a, b in zip(some, others, strict=True):
            self.parent[self.find(a)] = self.find(b)

    def tie_all(self, channels):
        self.tie(channels[1:], channels[:-1])


class Structure:
    """`groups`, and for each node (`channels`) and each read (`reads`) the unit of every channel, -1 where none is."""

    def __init__(self, network, units=("convolution",)):
        self.network, self.kinds = network, units
        self.sets, self.frozen, self.wanted = Channels(), [], []
        self.made, self.first_inputs = {}, {}
        self.channels, self.reads = {}, {}
        for node in network.nodes:
            self.channels[node.id] = self.trace(node, [self.channels[id] for id in node.inputs])
        for id in network.outputs:
            self.frozen.extend(self.channels[id])
        self.find_groups()

    def trace(self, node, inputs):
        """The channels of a node's output."""
        shape = self.network.shapes[node.id]
        self.tie_calls(node, inputs)
        if node.type == "InputLayer":
            return self.freeze(self.sets.make(None, shape[-1]))
        if produces(node):
            return self.produce(node, inputs[0])
        if DEPTHWISE.fullmatch(node.type):
            return np.repeat(inputs[0], shape[-1] // len(inputs[0]))
        if node.type in MERGES:
            return self.meet(inputs)
        if node.type == "Concatenate":
            last = node.config.get("axis", -1) in (-1, len(shape))
            return np.concatenate(inputs) if last else self.meet(inputs)
        if node.type in ("Flatten", "Reshape", "Permute"):
            return self.rearrange(node, inputs[0])
        if mixes(node, shape):
            return self.freeze(inputs[0])
        return inputs[0]

    def freeze(self, channels):
        self.frozen.extend(channels)
        return channels

    def meet(self, inputs):
        """One channel that stretches over many is not each of theirs: it stays."""
        width = max(map(len, inputs))
        single = [channels for channels in inputs if len(channels) < width]
        first, *others = [channels for channels in inputs if len(channels) == width]
        for channels in others:
            self.sets.tie(channels, first)
        for channels in single:
            self.freeze(channels)
        return first

    def tie_calls(self, node, inputs):
        """A layer that is called again has one set of weights: its calls read the same channels."""
        if not any(name.startswith(f"{node.layer}/") for name in self.network.weights):
            return
        for channels, first in zip(inputs, self.first_inputs.setdefault(node.layer, inputs)):
            self.sets.tie(channels, first)

    def produce(self, node, channels):
        if node.layer not in self.made:
            output = self.network.shapes[node.id][-1]
            units = node.config["layer"]["config"]["units"] if node.type == "Bidirectional" else output
            self.made[node.layer] = self.sets.make(node.layer, units)
            if produces(node) in self.kinds:
                self.wanted.extend(self.made[node.layer])
            if node.config.get("activation") == "softmax":
                self.freeze(self.made[node.layer])
        made = self.made[node.layer]
        if node.type.startswith("Separable"):
            width = self.network.weights[f"{node.layer}/pointwise_kernel"].shape[-2]
            self.reads[node.id, "depthwise"] = np.repeat(channels, width // len(channels))
        else:
            self.reads[node.id, "input"] = channels
        if node.type in RECURRENT:
            self.reads[node.id, "state"] = made
        return np.tile(made, self.network.shapes[node.id][-1] // len(made))

    def rearrange(self, node, channels):
        """Follows every number of the tensor; channels that come to share a place on the last axis are tied."""
        before, after = self.network.shapes[node.inputs[0]], self.network.shapes[node.id]
        steps = before[:1] if node.steps else ()
        cells = np.broadcast_to(channels, before[len(steps) :])
        if node.type == "Permute":
            cells = cells.transpose([axis - 1 for axis in node.config["dims"]])
        columns = cells.reshape(-1, after[-1])
        for column in columns.T:
            self.sets.tie_all(np.unique(column))
        return columns[0]

    def find_groups(self):
        # A dense channel is a unit where it is tied to one of a convolution, though alone it may be none.
        wanted = {self.sets.find(channel) for channel in self.wanted}
        wanted -= {self.sets.find(channel) for channel in self.frozen}
        order = list(dict.fromkeys(node.layer for node in self.network.nodes))
        # For each unit its channels as (place of the layer in the network, channel), first layer first.
        units = {}
        for channel, (layer, place) in enumerate(self.sets.made_by):
            root = self.sets.find(channel)
            if root in wanted:
                units.setdefault(root, []).append((order.index(layer), place))
        units = sorted(((sorted(channels), root) for root, channels in units.items()))
        self.groups, runs = [], []
        for channels, root in units:
            layers, (first, place) = [layer for layer, _ in channels], channels[0]
            if runs and runs[-1]["layers"] == layers and runs[-1]["end"] == place:
                runs[-1]["roots"].append(root)
                runs[-1]["end"] += 1
            else:
                runs.append({"layers": layers, "roots": [root], "start": place, "end": place + 1})
        self.number(runs)
        for run in runs:
            self.groups.append(self.group(run, order))

    def number(self, runs):
        """Puts the units' numbers in place of the channels' own."""
        roots = [root for run in runs for root in run["roots"]]
        unit_of = {root: unit for unit, root in enumerate(roots)}
        number = lambda channels: np.array([unit_of.get(self.sets.find(channel), -1) for channel in channels])
        self.units = len(roots)
        self.channels = {id: number(channels) for id, channels in self.channels.items()}
        self.reads = {key: number(channels) for key, channels in self.reads.items()}
        for run in runs:
            run["first"] = unit_of[run["roots"][0]]

    def group(self, run, order):
        first = order[run["layers"][0]]
        own = lambda units: np.isin(units, np.arange(run["first"], run["first"] + len(run["roots"])))
        carries = lambda units: own(units).any()
        whole = own(self.channels[first]).all()
        members = [node for node in self.network.nodes if has_kernel(node) and carries(self.channels[node.id])]
        return Group(
            name=first if whole else f"{first}[{run['start']}:{run['end']}]",
            layers=list(dict.fromkeys(node.layer for node in members)),
            size=len(run["roots"]),
            first=run["first"],
            maps=[self.map_of(node) for node in members],
            members=members,
            reads=[(self.network.by_id[id], place) for (id, place), units in self.reads.items() if carries(units)],
        )

    def map_of(self, node):
        """The node whose output is the feature map: the activation that follows, behind batch normalization."""
        while produces(node) != "recurrent" and not is_activation(node):
            readers = self.network.readers(node.id)
            if len(readers) != 1 or len(readers[0].inputs) != 1 or node.id in self.network.outputs:
                break
            if has_kernel(readers[0]) or not (is_activation(readers[0]) or readers[0].type == "BatchNormalization"):
                break
            (node,) = readers
        return node.id

    def plain_path(self, group):
        """Whether nothing but ReLU, pooling, dropout, padding lies between the only map and the only consumer."""
        if len(group.maps) != 1 or len(group.reads) != 1:
            return False
        id = group.maps[0]
        while True:
            readers = self.network.readers(id)
            if len(readers) != 1 or len(readers[0].inputs) != 1:
                return False
            if group.reads[0] == (readers[0], "input"):
                return True
            relu = readers[0].type == "Activation" and readers[0].config["activation"] in ("linear", "relu")
            if not relu and not PLAIN.fullmatch(readers[0].type):
                return False
            id = readers[0].id

    def piecewise_linear(self, nodes):
        """Whether the logits are piecewise linear in one number that multiplies something at each of `nodes`."""
        for node in nodes:
            behind = self.network.behind(node.id)
            if behind & {other.id for other in nodes}:
                return False
            if any(is_smooth(self.network.by_id[id]) for id in {node.id, *behind}):
                return False
        return True


def mixes(node, shape):
    """Whether channels influence each other without a kernel, so that a zero is not the same as leaving one out."""
    axes = node.config.get("axis", -1)
    over_channels = any(axis in (-1, len(shape)) for axis in (axes if isinstance(axes, list) else [axes]))
    return (node.type in MIXES and over_channels) or node.config.get("activation") == "softmax"


def is_activation(node):
    fused = node.type != "BatchNormalization" and (node.config.get("activation") or "linear") != "linear"
    return fused or node.type in ("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "ThresholdedReLU", "Softmax")


def is_smooth(node):
    return node.type in SMOOTH_LAYERS or node.config.get("activation") not in PIECEWISE_LINEAR
