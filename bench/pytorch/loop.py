"""PyTorch's sides of the loop: Taylor by hooks with removal by slicing, or Torch-Pruning with its own Taylor importance."""

import time

import numpy as np
import torch
import torch_pruning as tp
from common import VGG_S, chain_flops, images, load_chain, serve, vgg
from slicing import Chain, remove_units
from torch import nn


class TaylorHooks:
    """Eq. 8 of every feature map, summed over the examples since the last removal."""

    def __init__(self, model):
        self.relus = [layer for layer in model if isinstance(layer, nn.ReLU)]
        self.scores = [0] * len(self.relus)
        for number, relu in enumerate(self.relus):
            relu.register_forward_hook(lambda _m, _i, output, number=number: self.seen(number, output))

    def seen(self, number, output):
        if output.requires_grad:
            z = output.detach()  # a hook that held its own tensor would keep it from being freed
            output.register_hook(lambda gradient: self.add(number, gradient * z))

    def add(self, number, product):
        # The loss is a mean, and an epoch's last minibatch is shorter: by its size, each example counts the same.
        by_example = len(product) * product.mean(dim=(2, 3)).abs()
        self.scores[number] = self.scores[number] + by_example.sum(dim=0)

    def take(self):
        """Scores by layer, each divided by its layer's l2 norm."""
        taken = [score / score.norm().clamp_min(1e-30) for score in self.scores]
        self.scores = [0] * len(self.relus)
        return taken


class Faithful:
    """What the other side does, in PyTorch: the lowest units of all layers go, never a layer's last, with momentum."""

    def __init__(self, model, optimizer, _units):
        self.model, self.optimizer, self.hooks = model, optimizer, TaylorHooks(model)

    def after_update(self):
        pass

    def remove(self, count):
        ranked = [
            (score, layer, unit)
            for layer, scores in enumerate(self.hooks.take())
            for unit, score in enumerate(scores.tolist())
        ]
        chain = Chain(self.model)
        spare = [layer.out_channels - 1 for layer in chain.convolutions]
        gone = [[] for _ in spare]
        for _score, layer, unit in sorted(ranked):
            if count > 0 and spare[layer] > 0:
                gone[layer].append(unit)
                spare[layer] -= 1
                count -= 1
        remove_units(chain, gone, self.optimizer)


class TorchPruning:
    """Global pruning by GroupTaylorImportance on gradients summed over the minibatches, its documented use."""

    def __init__(self, model, optimizer, units):
        self.model, self.optimizer = model, optimizer
        self.sums = {}
        self.pruner = tp.pruner.BasePruner(
            model,
            torch.zeros(1, 1, 32, 32),
            importance=tp.importance.GroupTaylorImportance(),
            global_pruning=True,
            pruning_ratio=units["goal"] / units["all"],
            iterative_steps=units["goal"] // units["step"],
            ignored_layers=[model[-1]],
        )

    def after_update(self):
        for parameter in self.model.parameters():
            before = self.sums.get(parameter)
            self.sums[parameter] = parameter.grad.clone() if before is None else before.add_(parameter.grad)

    def remove(self, _count):
        for parameter, gradient in self.sums.items():
            parameter.grad = gradient
        self.sums = {}
        self.pruner.step()
        # Pruned layers have new parameters: the optimizer starts anew, and so does its momentum.
        self.optimizer = sgd(self.model, self.optimizer.param_groups[0]["lr"])


def sizes(model):
    """Units of each layer."""
    return [layer.out_channels for layer in model if isinstance(layer, nn.Conv2d)]


def sgd(model, lr):
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9, weight_decay=1e-4)


run = {}


def start(method, weights, train, test, unitsPerStep, updates, lr, keep, evaluateEvery, **_):
    x, y = images(f"{train}/x.npy"), torch.from_numpy(np.load(f"{train}/y.npy")).long()
    held = images(f"{test}/x.npy"), torch.from_numpy(np.load(f"{test}/y.npy")).long()
    model = load_chain(vgg(VGG_S, channels=1), weights)
    units = sum(sizes(model))
    goal = round((1 - keep) * units)
    pruner = {"faithful": Faithful, "torch-pruning": TorchPruning}[method](
        model, sgd(model, lr), {"all": units, "goal": goal, "step": unitsPerStep}
    )
    seconds = {"total": 0, "removal": 0, "check": 0, "evaluation": 0}
    run.update(model=model, pruner=pruner, x=x, y=y, held=held, seconds=seconds, update=0, steps=0)
    run.update(units=units, order=np.load(f"{weights}/order.npy"), goal=goal)
    run.update(updates=updates, step=unitsPerStep, every=evaluateEvery)


def tune():
    for indices in run["order"][run["update"] : run["update"] + run["updates"]]:
        batch = torch.from_numpy(indices[indices >= 0]).long()
        optimizer = run["pruner"].optimizer
        optimizer.zero_grad(set_to_none=True)
        nn.functional.cross_entropy(run["model"](run["x"][batch]), run["y"][batch]).backward()
        run["pruner"].after_update()
        optimizer.step()
    run["update"] += run["updates"]


def accuracy():
    x, y = run["held"]
    with torch.no_grad():
        hits = [(run["model"](x[i : i + 250]).argmax(1) == y[i : i + 250]).sum().item() for i in range(0, len(y), 250)]
    return sum(hits) / len(y)


def timed(part, work):
    started = time.perf_counter()
    result = work()
    run["seconds"][part] += time.perf_counter() - started
    return result


def advance(**_):
    """Until the next accuracy has been measured."""
    run["sizes"] = []
    return timed("total", rounds) | {"seconds": run["seconds"], "sizes": run["sizes"]}


def rounds():
    while True:
        tune()
        steps, at_end = run["steps"], run["steps"] * run["step"] >= run["goal"]
        points = []
        # By steps, not units: Torch-Pruning's count may be one off where its ratios round.
        if steps > 0 and (steps * run["step"] % run["every"] == 0 or at_end):
            removed = run["units"] - sum(sizes(run["model"]))
            flops = chain_flops(run["model"], 32)
            points.append({"removed": removed, "flops": flops, "accuracy": timed("evaluation", accuracy)})
        if not at_end:
            timed("removal", lambda: run["pruner"].remove(min(run["step"], run["goal"] - steps * run["step"])))
            run["sizes"].append(sizes(run["model"]))
            run["steps"] += 1
        if points:
            return {"done": at_end, "points": points}


serve({"start": start, "advance": advance}, torchPruning=tp.__version__)
