"""Every criterion once more, from its definition, in PyTorch with float64: an independent reference for Espalier.

Usage: reference.py FOLDER, where dump.mjs has written one JSON file a network (layers, weights, examples, scores).
Nothing here is derived from Espalier's code. Derivatives are true ones by automatic differentiation: gates are
variables at the inputs of the layers that read a unit, and the curvature criteria are second derivatives, not
Gauss-Newton. Prints one line a network and criterion, and `N passed, N failed`.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(2)

TOLERANCE = {"obd": 1e-2, "obd-weights": 1e-2}
DEFAULT_TOLERANCE = 1e-4
BINS = 10


def pair(config, key, default):
    value = config.get(key)
    value = default if value is None else value
    return tuple(value) if isinstance(value, list) else (value, value)


def pad_like_tensorflow(x, window, stride, value=0.0):
    """Pads [batch, channels, height, width] as padding "same" asks: the odd cell goes below and to the right."""
    amounts = []
    for size, length, step in zip(x.shape[2:], window, stride):
        total = max((math.ceil(size / step) - 1) * step + length - size, 0)
        amounts.append((total // 2, total - total // 2))
    (top, bottom), (left, right) = amounts
    return F.pad(x, (left, right, top, bottom), value=value)


def activate(name, x):
    functions = {"linear": lambda x: x, "relu": torch.relu, "relu6": F.relu6, "tanh": torch.tanh}
    return functions[name](x)


class Net:
    """A chain of layers read from the dump, channels first inside."""

    def __init__(self, case):
        self.layers = case["layers"]
        self.weights = {
            name: torch.tensor(weight["values"]).reshape(weight["shape"]) for name, weight in case["weights"].items()
        }
        self.sizes = {
            layer["name"]: layer["config"]["filters"] for layer in self.layers if layer["type"] == "Conv2D"
        }
        self.maps = {name: self.map_of(name) for name in self.sizes}

    def map_of(self, name):
        """The layer behind whose output the unit's feature map lies: batch normalization, then one activation."""
        names = [layer["name"] for layer in self.layers]
        at = names.index(name)
        if self.layers[at]["config"].get("activation", "linear") != "linear":
            return name
        for layer in self.layers[at + 1 :]:
            if layer["type"] in ("ReLU", "Activation", "LeakyReLU"):
                return layer["name"]
            if layer["type"] != "BatchNormalization":
                break
            at += 1
        return names[at]

    def run(self, x, gates=None, kernels=None):
        """Logits [batch, classes], and the feature map [batch, units, height, width] of each convolution."""
        gates, kernels = gates or {}, kernels or {}
        owner, flat, outputs = None, False, {}
        for layer in self.layers:
            kind, config, name = layer["type"], layer["config"], layer["name"]
            weight = lambda key: self.weights.get(f"{name}/{key}")
            if kind in ("Conv2D", "Dense"):
                if owner in gates:
                    x = self.gate(x, gates[owner], flat)
                kernel = kernels.get(name, weight("kernel"))
            if kind == "Conv2D":
                stride = pair(config, "strides", 1)
                if config.get("padding", "valid") == "same":
                    x = pad_like_tensorflow(x, kernel.shape[:2], stride)
                x = F.conv2d(x, kernel.permute(3, 2, 0, 1), weight("bias"), stride)
                x, owner, flat = activate(config.get("activation", "linear"), x), name, False
            elif kind == "Dense":
                bias = weight("bias")
                x = x @ kernel + (0 if bias is None else bias)
                x, owner = activate(config.get("activation", "linear"), x), None
            elif kind == "BatchNormalization":
                shape = (1, -1, 1, 1)
                scale = weight("gamma") / torch.sqrt(weight("moving_variance") + config.get("epsilon", 1e-3))
                x = (x - weight("moving_mean").reshape(shape)) * scale.reshape(shape) + weight("beta").reshape(shape)
            elif kind == "ReLU":
                x = torch.relu(x)
            elif kind == "LeakyReLU":
                x = F.leaky_relu(x, config["alpha"])
            elif kind == "Activation":
                x = activate(config["activation"], x)
            elif kind == "MaxPooling2D":
                x = self.max_pool(x, config)
            elif kind == "AveragePooling2D":
                x = self.average_pool(x, config)
            elif kind == "GlobalAveragePooling2D":
                x, flat = x.mean((2, 3)), True
            elif kind == "Flatten":
                x, flat = x.permute(0, 2, 3, 1).flatten(1), True
            elif kind != "Dropout":
                raise ValueError(f"Expected a layer that this reference knows, got {kind}.")
            outputs[name] = x
        return x, {name: outputs[map_name] for name, map_name in self.maps.items()}

    @staticmethod
    def gate(x, gate, flat):
        """Multiplies each unit's channel, in flattened maps each of its positions; `gate` is [batch, units]."""
        if not flat:
            return x * gate[:, :, None, None]
        return (x.reshape(len(x), -1, gate.shape[1]) * gate[:, None, :]).reshape(x.shape)

    @staticmethod
    def max_pool(x, config):
        size = pair(config, "pool_size", 2)
        stride = pair(config, "strides", size)
        if config.get("padding", "valid") == "same":
            x = pad_like_tensorflow(x, size, stride, -math.inf)
        return F.max_pool2d(x, size, stride)

    @staticmethod
    def average_pool(x, config):
        size = pair(config, "pool_size", 2)
        stride = pair(config, "strides", size)
        if config.get("padding", "valid") != "same":
            return F.avg_pool2d(x, size, stride)
        # Cells of padding do not count, neither in the sum nor in the number.
        ones = F.avg_pool2d(pad_like_tensorflow(torch.ones_like(x), size, stride), size, stride)
        return F.avg_pool2d(pad_like_tensorflow(x, size, stride), size, stride) / ones


class Reference:
    def __init__(self, case):
        self.net = Net(case)
        self.x = torch.tensor(case["x"]["values"]).reshape(case["x"]["shape"]).permute(0, 3, 1, 2)
        self.labels = torch.tensor(case["labels"])
        with torch.no_grad():
            self.loss = self.losses(self.net.run(self.x)[0]).mean()
        self.near_ties = {name: set() for name in self.net.sizes}

    def losses(self, logits):
        return F.cross_entropy(logits, self.labels, reduction="none")

    def scores(self):
        """For each criterion, one array of scores for each convolution."""
        table = {}
        for name, size in self.net.sizes.items():
            for criterion, values in self.scores_of(name, size).items():
                table.setdefault(criterion, {})[name] = np.asarray(values)
        return table

    def scores_of(self, name, size):
        gates = torch.ones(len(self.x), size, requires_grad=True)
        # The examples ask for a gradient only so that the maps have one.
        logits, maps = self.net.run(self.x.clone().requires_grad_(), {name: gates})
        z = maps[name]
        losses = self.losses(logits)
        by_gate, by_map = torch.autograd.grad(losses.sum(), (gates, z), create_graph=True)
        positions = z.shape[2] * z.shape[3]
        curvature = torch.stack(
            [torch.autograd.grad(by_gate[:, k].sum(), gates, retain_graph=True)[0][:, k] for k in range(size)], 1
        )
        by_gate, by_map, z = by_gate.detach(), by_map.detach(), z.detach()
        kernel = self.net.weights[f"{name}/kernel"]
        change = self.ablations(name, size)
        return {
            "taylor": (by_gate.abs() / positions).mean(0),
            "taylor-signed": by_gate.mean(0).abs() / positions,
            "taylor-elementwise": (by_map * z).abs().mean((0, 2, 3)),
            "taylor-fo": (by_gate**2).mean(0),
            "obd": curvature.mean(0) / 2,
            "obd-weights": self.weight_saliency(name),
            "weight": (kernel**2).mean((0, 1, 2)),
            "activation": z.mean((0, 2, 3)),
            "activation-std": z.std((0, 2, 3), correction=0),
            "apoz": (z > 0).double().mean((0, 2, 3)),
            "mutual-information": self.mutual_information(name, z.mean((2, 3)).numpy()),
            "oracle-loss": change,
            "oracle-abs": change.abs(),
        }

    def ablations(self, name, size):
        changes = []
        with torch.no_grad():
            for unit in range(size):
                gates = torch.ones(len(self.x), size)
                gates[:, unit] = 0
                changes.append(self.losses(self.net.run(self.x, {name: gates})[0]).mean() - self.loss)
        return torch.stack(changes)

    def weight_saliency(self, name):
        """Half the sum over a unit's weights of w² times the diagonal element of the true Hessian."""
        kernel = self.net.weights[f"{name}/kernel"].clone().requires_grad_()
        loss = self.losses(self.net.run(self.x, kernels={name: kernel})[0]).mean()
        (gradient,) = torch.autograd.grad(loss, kernel, create_graph=True)
        flat = gradient.flatten()
        diagonal = torch.stack(
            [torch.autograd.grad(flat[i], kernel, retain_graph=True)[0].flatten()[i] for i in range(len(flat))]
        ).reshape(kernel.shape)
        return (kernel.detach() ** 2 * diagonal).sum((0, 1, 2)) / 2

    def mutual_information(self, name, means):
        labels = self.labels.numpy()
        scores = []
        for unit, column in enumerate(means.T):
            if near_tie(column):
                self.near_ties[name].add(unit)
            smaller = (column[None, :] < column[:, None]).sum(1)
            bins = np.floor(BINS * smaller / len(column)).astype(int)
            scores.append(entropy(bins) + entropy(labels) - entropy(bins * 1000 + labels))
        return np.array(scores)


def entropy(categories):
    shares = np.unique(categories, return_counts=True)[1] / len(categories)
    return -(shares * np.log(shares)).sum()


def near_tie(column):
    """Whether two different values lie so close together that float32 may order them otherwise."""
    gaps = np.diff(np.sort(column))
    return bool(((gaps > 0) & (gaps < 1e-6 * np.abs(column).max())).any())


def worst_error(got, want, except_units):
    """max |got − want| / (|want| + 1 % of the layer's largest)."""
    errors = np.abs(got - want) / (np.abs(want) + 0.01 * np.abs(want).max() + 1e-300)
    errors[list(except_units)] = 0
    return errors.max() if np.isfinite(errors).all() else math.inf


def check(case):
    """Rows of (criterion, worst error, tolerance, units left out)."""
    reference = Reference(case)
    wanted = reference.scores()
    rows = [("loss", abs(case["loss"] / reference.loss.item() - 1), DEFAULT_TOLERANCE, 0)]
    for criterion, got in case["scores"].items():
        first, worst, left_out = 0, 0.0, 0
        for name, want in wanted[criterion].items():
            units = reference.near_ties[name] if criterion == "mutual-information" else set()
            worst = max(worst, worst_error(np.array(got[first : first + len(want)]), want, units))
            first, left_out = first + len(want), left_out + len(units)
        if first != len(got):
            worst = math.inf
        rows.append((criterion, worst, TOLERANCE.get(criterion, DEFAULT_TOLERANCE), left_out))
    return rows


def main(folder):
    passed = failed = 0
    for path in sorted(Path(folder).glob("*.json")):
        for criterion, error, tolerance, left_out in check(json.loads(path.read_text())):
            fine = error <= tolerance
            passed, failed = passed + fine, failed + (not fine)
            note = f"  ({left_out} near-tied units left out)" if left_out else ""
            verdict = "ok" if fine else "FAILED"
            print(f"{path.stem:24} {criterion:20} {error:9.2e} of {tolerance:.0e}  {verdict}{note}")
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
