"""What PyTorch's sides share: answering lines, networks of the same layers, and the other side's weights."""

import json
import os
import sys
import time

import numpy as np
import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)

DEVICE = "cuda" if torch.cuda.is_available() and os.environ.get("BENCH_DEVICE") == "gpu" else "cpu"
# Channels last is how oneDNN likes maps, and faster here; channels first is what PyTorch does unless told.
LAYOUT = torch.channels_last if os.environ.get("BENCH_LAYOUT") == "channels-last" else torch.contiguous_format
VGG_S = [32, 32, "M", 64, 64, "M", 128, 128, "M"]
CHAINS = {
    "vgg-like": [64, 64, "M", 128, 128, "M", 256, 256, 256, "M"],
    "vgg-s": VGG_S,
    "vgg-s, half of each layer": [16, 16, "M", 32, 32, "M", 64, 64, "M"],
    "vgg-s, odd layer sizes": [21, 19, "M", 37, 43, "M", 77, 83, "M"],
}


def serve(actions, **hello):
    """Says who it is, then answers each line of stdin, a JSON object that names an action, with a line of JSON."""
    print(json.dumps({"version": torch.__version__, "device": DEVICE, **hello}), flush=True)
    for line in sys.stdin:
        options = json.loads(line)
        print(json.dumps(actions[options.pop("action")](**options)), flush=True)


def seconds_of(work):
    """Seconds that a call takes, with everything that it started on a GPU."""
    start = time.perf_counter()
    work()
    if DEVICE == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter() - start


def vgg(steps, channels=3, size=32, classes=10):
    """3 × 3 convolutions with ReLU, 2 × 2 max-pooling where the plan says M, one dense layer."""
    layers = []
    for step in steps:
        if step == "M":
            layers.append(nn.MaxPool2d(2))
            size //= 2
        else:
            layers += [nn.Conv2d(channels, step, 3, padding=1), nn.ReLU()]
            channels = step
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels * size * size, classes)).to(DEVICE, memory_format=LAYOUT)


def chain_flops(model, size):
    """As the other side counts them: a bias with each convolution, ReLU and pooling free."""
    total = 0
    for layer in model:
        if isinstance(layer, nn.MaxPool2d):
            size //= 2
        elif isinstance(layer, nn.Conv2d):
            total += 2 * size * size * (layer.in_channels * 9 + 1) * layer.out_channels
        elif isinstance(layer, nn.Linear):
            total += (2 * layer.in_features - 1) * layer.out_features
    return total


class Block(nn.Module):
    """A residual block of ResNet for small images, with a projection where the shape changes."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels, filters, 3, stride, 1, bias=False),
            nn.BatchNorm2d(filters),
            nn.ReLU(),
            nn.Conv2d(filters, filters, 3, 1, 1, bias=False),
            nn.BatchNorm2d(filters),
        )
        changes = stride != 1 or channels != filters
        shortcut = [nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters)]
        self.shortcut = nn.Sequential(*shortcut) if changes else nn.Identity()
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.relu(self.body(x) + self.shortcut(x))


def resnet20(classes=10):
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    channels = 16
    for stage, filters in enumerate([16, 32, 64]):
        for i in range(3):
            layers.append(Block(channels, filters, 2 if stage > 0 and i == 0 else 1))
            channels = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, classes)).to(DEVICE, memory_format=LAYOUT)


def network(name):
    return vgg(CHAINS[name]) if name in CHAINS else {"resnet-20": resnet20}[name]()


def noise(batch):
    return torch.randn(batch, 3, 32, 32, device=DEVICE).to(memory_format=LAYOUT), (torch.arange(batch) % 10).to(DEVICE)


def images(path):
    """
    [n, height, width, channels] on disk, [n, channels, height, width] here, in LAYOUT. A copy, because maps of one channel
    have either layout without one, and PyTorch would take the channels-last path that was not asked for.
    """
    return torch.from_numpy(np.load(path)).permute(0, 3, 1, 2).clone(memory_format=LAYOUT).to(DEVICE)


def load_chain(model, folder):
    """Takes over the weights of the same chain: kernels [h, w, in, out], and a dense layer behind channels-last maps."""
    convolutions = [layer for layer in model if isinstance(layer, nn.Conv2d)]
    with torch.no_grad():
        for number, layer in enumerate(convolutions, 1):
            kernel = np.load(f"{folder}/conv{number}.kernel.npy")
            layer.weight.copy_(torch.from_numpy(kernel).permute(3, 2, 0, 1))
            layer.bias.copy_(torch.from_numpy(np.load(f"{folder}/conv{number}.bias.npy")))
        dense, channels = model[-1], convolutions[-1].out_channels
        kernel = torch.from_numpy(np.load(f"{folder}/logits.kernel.npy"))
        positions = kernel.shape[0] // channels
        dense.weight.copy_(kernel.reshape(positions, channels, -1).permute(2, 1, 0).flatten(1))
        dense.bias.copy_(torch.from_numpy(np.load(f"{folder}/logits.bias.npy")))
    return model
