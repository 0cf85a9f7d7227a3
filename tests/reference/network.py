"""A dumped network: layers, the calls that connect them (nodes, in topological order), and weights."""

from dataclasses import dataclass

import torch

from layers import LAYERS, Call
from recurrent import STEPS, bidirectional, recurrent

FUNCTIONS = {**LAYERS, **{kind: recurrent for kind in STEPS}, "Bidirectional": bidirectional}


@dataclass(frozen=True)
class Node:
    """One call of a layer. What TimeDistributed wraps stands here itself, with `steps` true."""

    id: str
    layer: str
    inputs: tuple
    type: str
    config: dict
    steps: bool


def read_all(node, place, x):
    return x


class Network:
    def __init__(self, case):
        layers = {layer["name"]: layer for layer in case["layers"]}
        self.nodes = [self.node(layers[node["layer"]], node) for node in case["nodes"]]
        self.by_id = {node.id: node for node in self.nodes}
        self.outputs = case["outputs"]
        self.weights = {
            name: torch.tensor(weight["values"]).reshape(weight["shape"]) for name, weight in case["weights"].items()
        }
        example = torch.zeros(1, *case["x"]["shape"][1:])
        self.shapes = {id: tuple(output.shape[1:]) for id, output in self.run(example).items()}

    @staticmethod
    def node(layer, call):
        kind, config = layer["type"], layer["config"]
        steps = kind == "TimeDistributed"
        if steps:
            kind, config = config["layer"]["class_name"], config["layer"]["config"]
        if kind not in FUNCTIONS and kind != "InputLayer":
            raise ValueError(f"Expected a layer that this reference knows, got {kind}.")
        return Node(call["id"], layer["name"], tuple(call["inputs"]), kind, config, steps)

    def run(self, x, read=read_all, weights=None):
        """The output of each node, [batch, ..., channels].

        `read(node, place, tensor)` stands where a kernel reads channels and returns what the kernel gets to see;
        `weights` replaces some of the network's own.
        """
        weights = {**self.weights, **(weights or {})}
        outputs = {}
        for node in self.nodes:
            inputs = [outputs[id] for id in node.inputs]
            outputs[node.id] = x if node.type == "InputLayer" else self.call(node, inputs, read, weights)
        return outputs

    @staticmethod
    def call(node, inputs, read, weights):
        batch, length = inputs[0].shape[:2]
        if node.steps:
            inputs = [x.flatten(0, 1) for x in inputs]
        output = FUNCTIONS[node.type](
            Call(
                type=node.type,
                config=node.config,
                inputs=inputs,
                weight=lambda name: weights.get(f"{node.layer}/{name}"),
                read=lambda tensor, place: read(node, place, tensor),
            )
        )
        return output.unflatten(0, (batch, length)) if node.steps else output

    def readers(self, id):
        return [node for node in self.nodes if id in node.inputs]

    def behind(self, id):
        """Ids of the nodes that depend on a node, itself not among them."""
        reached = {id}
        for node in self.nodes:
            if reached & set(node.inputs):
                reached.add(node.id)
        return reached - {id}
