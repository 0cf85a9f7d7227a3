"""Every criterion of every unit from its definition, in float64.

Derivatives are true ones by automatic differentiation: the gates are variables that stand where kernels read. The two
criteria of second order are computed twice, as the expectation over labels of the squared derivative of −log p (the
Gauss-Newton form, which is what Espalier means by them), and as the diagonal of the true Hessian.
"""

import numpy as np
import torch
import torch.nn.functional as F

from groups import RECURRENT, Structure
from network import Network

BINS = 10
CHUNK = 64


class Gates:
    """Multiplies the units' gates, [batch, units], in front of every kernel, and keeps what the kernels then saw."""

    def __init__(self, structure, gates):
        self.structure, self.reads = structure, []
        # A last gate of 1 is that of the channels that are no unit's: their number is -1.
        self.gates = torch.cat([gates, torch.ones(len(gates), 1)], 1)

    def __call__(self, node, place, x):
        units = self.structure.reads[node.id, place]
        if (units < 0).all():
            return x
        gates = self.gates[:, units].repeat_interleave(len(x) // len(self.gates), 0)
        seen = x * gates.reshape(len(x), *[1] * (x.ndim - 2), -1)
        self.reads.append((node, place, seen))
        return seen


class Reference:
    def __init__(self, case):
        self.network = Network(case)
        self.structure = Structure(self.network, case.get("units", ("convolution",)))
        self.groups = self.structure.groups
        self.x = torch.tensor(case["x"]["values"]).reshape(case["x"]["shape"])
        self.labels = torch.tensor(case["labels"])
        with torch.no_grad():
            self.logits = self.logits_of(self.network.run(self.x))
            self.loss = self.losses(self.logits).mean()
        self.near_ties = set()

    def logits_of(self, outputs):
        (output,) = self.network.outputs
        return outputs[output]

    def losses(self, logits):
        return F.cross_entropy(logits, self.labels, reduction="none")

    def scores(self):
        """For each criterion an array of one score a unit."""
        table = self.of_gates()
        curvature = self.kernel_curvature()
        for group in self.groups:
            for criterion, values in {**self.of_maps(group), **self.of_kernels(group, curvature)}.items():
                table.setdefault(criterion, []).append(values)
        change = self.ablations()
        table |= {"oracle-loss": change, "oracle-abs": change.abs()}
        return {
            criterion: np.asarray(torch.cat(values) if isinstance(values, list) else values)
            for criterion, values in table.items()
        }

    def of_gates(self):
        gates = torch.ones(len(self.x), self.structure.units, requires_grad=True)
        read = Gates(self.structure, gates)
        # The examples ask for a gradient only so that every map has one.
        outputs = self.network.run(self.x.clone().requires_grad_(), read)
        logits = self.logits_of(outputs)
        total = self.losses(logits).sum()
        seen = [tensor for _, _, tensor in read.reads]
        maps = {id: outputs[id] for group in self.groups for id in group.maps}
        derivatives = torch.autograd.grad(total, seen + list(maps.values()), retain_graph=True)
        pairs = {(node.id, place): [] for node, place, _ in read.reads}
        for (node, place, tensor), derivative in zip(read.reads, derivatives):
            pairs[node.id, place].append((tensor * derivative).detach().abs())
        at_map = {id: (z * by).detach().abs() for (id, z), by in zip(maps.items(), derivatives[len(seen) :])}
        (by_gate,) = torch.autograd.grad(total, gates, create_graph=True)
        hessian = torch.stack([self.second(by_gate[:, unit], gates, unit) for unit in range(self.structure.units)])
        by_gate = by_gate.detach()
        positions = torch.cat([torch.full((group.size,), float(self.positions(group))) for group in self.groups])
        elementwise = torch.cat([self.elementwise(group, pairs, at_map) for group in self.groups])
        return {
            "taylor": by_gate.abs().mean(0) / positions,
            "taylor-signed": by_gate.mean(0).abs() / positions,
            "taylor-elementwise": elementwise / positions,
            "taylor-fo": (by_gate**2).mean(0),
            "obd": self.gauss_newton(logits, gates) / 2,
            "obd by the Hessian": hessian / 2,
        }

    @staticmethod
    def second(derivative, gates, unit):
        """Mean over examples of ∂²C/∂g²; 0 where the first derivative is constant."""
        if not derivative.requires_grad:
            return torch.zeros(())
        return torch.autograd.grad(derivative.sum(), gates, retain_graph=True)[0][:, unit].mean()

    def gauss_newton(self, logits, variable):
        """Mean over examples, expectation over ŷ ~ p, of (∂ −log p(ŷ) / ∂variable)²; one row an example."""
        log_p = F.log_softmax(logits, 1)
        squares = 0
        for label in range(logits.shape[1]):
            (derivative,) = torch.autograd.grad(log_p[:, label].sum(), variable, retain_graph=True)
            squares = squares + log_p[:, label].detach().exp()[:, None] * derivative**2
        return squares.mean(0)

    def positions(self, group):
        return int(np.prod(self.network.shapes[group.maps[0]][:-1]))

    def elementwise(self, group, pairs, at_map):
        """Σ over positions of |∂C/∂z · z|, mean over examples, at the map or where the kernels read."""
        if self.structure.plain_path(group):
            parts = [(at_map[group.maps[0]], self.structure.channels[group.maps[0]])]
        else:
            keys = [(node.id, place) for node, place in group.reads]
            parts = [(product, self.structure.reads[key]) for key in keys for product in pairs[key]]
        sums = torch.zeros(group.size)
        for product, units in parts:
            by_channel = product.reshape(-1, len(units)).sum(0) / len(self.x)
            mine = (units >= group.first) & (units < group.first + group.size)
            sums.index_add_(0, torch.tensor(units[mine] - group.first), by_channel[torch.tensor(mine)])
        return sums

    def ablations(self):
        changes = []
        with torch.no_grad():
            for unit in range(self.structure.units):
                gates = torch.ones(len(self.x), self.structure.units)
                gates[:, unit] = 0
                logits = self.logits_of(self.network.run(self.x, Gates(self.structure, gates)))
                changes.append(self.losses(logits).mean() - self.loss)
        return torch.stack(changes)

    def of_maps(self, group):
        """The mean over the group's maps of each statistic."""
        with torch.no_grad():
            outputs = self.network.run(self.x)
        statistics = [self.of_map(group, self.columns(group, id, outputs[id])) for id in group.maps]
        return {name: torch.stack([each[name] for each in statistics]).mean(0) for name in statistics[0]}

    def columns(self, group, id, z):
        """A map as [batch, positions, units]; several channels of one unit count as positions."""
        units, flat = self.structure.channels[id], z.flatten(1, -2) if z.ndim > 2 else z[:, None]
        order = [np.flatnonzero(units == unit) for unit in range(group.first, group.first + group.size)]
        return torch.cat([flat[:, :, torch.tensor(channels)] for channels in zip(*order, strict=True)], 1)

    def of_map(self, group, z):
        return {
            "activation": z.mean((0, 1)),
            "activation-std": z.std((0, 1), correction=0),
            "apoz": (z > 0).double().mean((0, 1)),
            "mutual-information": self.mutual_information(group, z.mean(1).numpy()),
        }

    def mutual_information(self, group, means):
        labels = self.labels.numpy()
        scores = []
        for unit, column in enumerate(means.T, start=group.first):
            if near_tie(column):
                self.near_ties.add(unit)
            smaller = (column[None, :] < column[:, None]).sum(1)
            bins = np.floor(BINS * smaller / len(column)).astype(int)
            scores.append(entropy(bins) + entropy(labels) - entropy(bins * 1000 + labels))
        return torch.tensor(np.array(scores))

    def kernels(self, group):
        """(weight's name, unit of each cell within the group or -1) of the members' own kernels."""
        for layer in group.layers:
            node = next(node for node in group.members if node.layer == layer)
            for name, kernel in self.network.weights.items():
                if name.startswith(f"{layer}/") and own_kernel(node, name.split("/")[-1]):
                    units = self.structure.channels[node.id] - group.first
                    units[(units < 0) | (units >= group.size)] = -1
                    yield name, units_of_cells(node, name, kernel.shape, units)

    def of_kernels(self, group, curvature):
        own = dict(self.kernels(group))
        squares = {name: self.network.weights[name] ** 2 for name in own}
        add = lambda values: sum(by_unit(values[name], own[name], group.size) for name in own)
        table = {"weight": add(squares) / add({name: torch.ones_like(kernel) for name, kernel in squares.items()})}
        for criterion, diagonal in curvature.items():
            table[criterion] = add({name: kernel * diagonal[name] for name, kernel in squares.items()}) / 2
        return table

    def kernel_curvature(self):
        names = {name for group in self.groups for name, _ in self.kernels(group)}
        weights = {name: self.network.weights[name] for name in sorted(names)}
        return {
            "obd-weights": self.kernel_gauss_newton(weights),
            "obd-weights by the Hessian": self.kernel_hessian(weights),
        }

    def kernel_gauss_newton(self, weights):
        """Diagonal of the Gauss-Newton matrix of the mean loss, by weight."""
        kernels = {name: kernel.clone().requires_grad_() for name, kernel in weights.items()}
        sums = {name: torch.zeros_like(kernel) for name, kernel in weights.items()}
        for example in self.x:
            log_p = F.log_softmax(self.logits_of(self.network.run(example[None], weights=kernels)), 1)[0]
            for value in log_p:
                derivatives = torch.autograd.grad(value, list(kernels.values()), retain_graph=True)
                for name, derivative in zip(kernels, derivatives):
                    sums[name] += value.detach().exp() * derivative**2 / len(self.x)
        return sums

    def kernel_hessian(self, weights):
        """Diagonal of the Hessian of the mean loss, by weight."""
        kernels = {name: kernel.clone().requires_grad_() for name, kernel in weights.items()}
        loss = self.losses(self.logits_of(self.network.run(self.x, weights=kernels))).mean()
        firsts = torch.autograd.grad(loss, list(kernels.values()), create_graph=True)
        diagonals = {}
        for (name, kernel), first in zip(kernels.items(), firsts):
            flat, chunks = first.flatten(), []
            for at in torch.arange(len(flat)).split(CHUNK):
                rows = F.one_hot(at, len(flat)).double()
                (second,) = torch.autograd.grad(flat, kernel, rows, retain_graph=True, is_grads_batched=True)
                chunks.append(second.flatten(1).gather(1, at[:, None])[:, 0])
            diagonals[name] = torch.cat(chunks).reshape(kernel.shape)
        return diagonals


def own_kernel(node, name):
    """The kernels whose columns are a unit's own: of a separable convolution the pointwise one alone."""
    return name == "pointwise_kernel" if node.type.startswith("Separable") else name.endswith("kernel")


def units_of_cells(node, name, shape, units):
    """The unit of each cell of a kernel, from the unit of each channel that its layer makes.

    A depthwise kernel [...window, channels, multiplier] makes the channels of its last two axes, a transposed one
    [...window, out, in] those of the last but one; a recurrent layer's kernels have a column for each gate and unit,
    the recurrent one included (ours).
    """
    if name.endswith("depthwise_kernel"):
        last = units.reshape(shape[-2:])
    elif node.type in RECURRENT:
        width = node.config["layer"]["config"]["units"] if node.type == "Bidirectional" else len(units)
        last = np.tile(units[:width], shape[-1] // width)
    else:
        last = units[:, None] if node.type.endswith("Transpose") else units
    return torch.tensor(np.broadcast_to(last, shape).copy())


def by_unit(values, units, size):
    """Sums values over the cells of each unit."""
    mine = units >= 0
    return torch.zeros(size).index_add_(0, units[mine], values[mine])


def entropy(categories):
    shares = np.unique(categories, return_counts=True)[1] / len(categories)
    return -(shares * np.log(shares)).sum()


def near_tie(column):
    """Whether two different values lie so close together that float32 may order them otherwise."""
    gaps = np.diff(np.sort(column))
    return bool(((gaps > 0) & (gaps < 1e-6 * np.abs(column).max())).any())
