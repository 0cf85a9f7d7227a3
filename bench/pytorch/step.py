"""PyTorch's side of the training step: plain, with scores by hooks, by double backpropagation, and single convolutions."""

import torch
from common import DEVICE, network, noise, seconds_of, serve
from torch import nn

BATCH = 32
x, y = noise(BATCH)


class Hooks:
    """Forward hooks on every ReLU that save its feature map, as pruning tools for PyTorch do."""

    def __init__(self, model):
        self.on, self.maps, self.scores = None, {}, {}
        for name, module in model.named_modules():
            if isinstance(module, nn.ReLU):
                module.register_forward_hook(lambda _m, _i, output, name=name: self.seen(name, output))

    def seen(self, name, output):
        if self.on == "taylor":
            z = output.detach()  # a hook that held its own tensor would keep it from being freed
            output.register_hook(lambda gradient: self.taylor(name, gradient, z))
        elif self.on == "activation":
            self.activation(name, output.detach())
        elif self.on == "obd":
            self.maps[name] = output

    def add(self, name, value):
        self.scores[name] = self.scores.get(name, 0) + value

    def taylor(self, name, gradient, z):
        """Eq. 8: per example, the mean over positions of gradient times map, then its size."""
        self.add(name, (gradient * z).mean(dim=(2, 3)).abs().mean(dim=0))

    def activation(self, name, z):
        """Mean, standard deviation, share above 0, and the spatial means that mutual information needs."""
        means = z.mean(dim=(2, 3))
        self.add(f"{name}/mean", means.mean(dim=0))
        self.add(f"{name}/squares", (z * z).mean(dim=(0, 2, 3)))
        self.add(f"{name}/positive", (z > 0).float().mean(dim=(0, 2, 3)))
        self.scores.setdefault(f"{name}/rows", []).append(means)

    def curvature(self, loss, parameters):
        """½ v ⊙ Hv of the feature maps by double backpropagation, v drawn once. Leaves the gradients of the weights."""
        maps = list(self.maps.values())
        gradients = torch.autograd.grad(loss, maps + parameters, create_graph=True)
        draws = [torch.randn_like(z) for z in maps]
        products = torch.autograd.grad(gradients[: len(maps)], maps, draws)
        for name, draw, product in zip(self.maps, draws, products):
            self.add(name, 0.5 * (draw * product).sum(dim=(2, 3)).mean(dim=0))
        for parameter, gradient in zip(parameters, gradients[len(maps) :]):
            parameter.grad = gradient.detach()


class Model:
    def __init__(self, name):
        self.net = network(name)
        self.hooks = Hooks(self.net)
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=1e-3, momentum=0.9, weight_decay=1e-4)

    def step(self, scores=None):
        self.hooks.on = scores
        if len(self.hooks.scores.get("1/rows", [])) >= 10:  # as many steps as between two removals
            self.hooks.scores.clear()
        self.optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(self.net(x), y)
        if scores == "obd":
            self.hooks.curvature(loss, list(self.net.parameters()))
        else:
            loss.backward()
        self.optimizer.step()
        self.hooks.maps.clear()
        return loss.item()


models = {}


def model_of(name):
    if name not in models:
        models[name] = Model(name)
    return models[name]


def time_step(name, scores=None):
    model = model_of(name)
    return seconds_of(lambda: model.step(scores))


def steps(network, repeats, scores=None):
    return [time_step(network, scores) for _ in range(repeats)]


def pairs(network, scores, pairs):
    timed = []
    for i in range(pairs):
        order = [scores, None] if i % 2 else [None, scores]
        times = {mode: time_step(network, mode) for mode in order}
        timed.append({"plain": times[None], "scored": times[scores]})
    return timed


def profile(network, steps):
    """Seconds a step, with and without the profiler, and of each op without those that it calls."""
    model = model_of(network)
    plain = [seconds_of(model.step) for _ in range(steps + 2)][2:]
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as profiler:
        seconds = seconds_of(lambda: [model.step() for _ in range(steps)]) / steps
    ops = {
        event.key: {"seconds": event.self_cpu_time_total / 1e6 / steps, "calls": event.count / steps}
        for event in profiler.key_averages()
        if event.key.startswith("aten::") and event.self_cpu_time_total > 0
    }
    return {"plain": sorted(plain)[len(plain) // 2], "seconds": seconds, "ops": ops}


def convolutions(shapes, repeats):
    timed = []
    with torch.no_grad():
        for shape in shapes:
            z = torch.randn(BATCH, shape["from"], shape["size"], shape["size"], device=DEVICE)
            kernel = torch.randn(shape["to"], shape["from"], 3, 3, device=DEVICE)
            run = lambda: nn.functional.conv2d(z, kernel, padding=1)  # noqa: E731
            timed.append({**shape, "seconds": [seconds_of(run) for _ in range(repeats)]})
    return timed


serve({"steps": steps, "pairs": pairs, "profile": profile, "convolutions": convolutions})
