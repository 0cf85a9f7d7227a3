"""Makes the PyTorch files that the state dict reader is tested on, and the values that PyTorch finds in them.

    pip install torch==2.13.0 numpy && python packages/experiments/scripts/makeTorchFixtures.py
"""
import collections
import json
import pickle
import struct
import zipfile
from pathlib import Path

import torch

FOLDER = Path(__file__).parent.parent / "fixtures" / "torch"


def state_dict():
    """Every type, views by strides and offsets, shared storages, parameters."""
    torch.manual_seed(0)
    base = torch.randn(4, 6)
    return collections.OrderedDict(
        {
            "conv.weight": torch.randn(2, 3, 2, 2).contiguous(memory_format=torch.channels_last),
            "conv.bias": torch.nn.Parameter(torch.randn(2)),
            "transposed": base.t(),
            "part": base[1:3, 2:5],
            "half": torch.randn(3).half(),
            "bfloat": torch.randn(3).bfloat16(),
            "double": torch.randn(2).double(),
            "steps": torch.tensor(12345),
            "flags": torch.tensor([True, False]),
            "bytes": torch.arange(3, dtype=torch.uint8),
            "empty": torch.zeros(0, 3),
        }
    )


class Run:
    def __reduce__(self):
        return (print, ("this must never be run",))


def safetensors(tensors, path):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def small_network():
    """Every arrangement of axes that differs between the two: convolution, depthwise, dense behind Flatten, dense."""
    torch.manual_seed(1)
    layers = {
        "conv": torch.nn.Conv2d(2, 4, 3, padding=1, bias=False),
        "bn": torch.nn.BatchNorm2d(4, eps=1e-3),
        "relu": torch.nn.ReLU(),
        "depthwise": torch.nn.Conv2d(4, 4, 3, padding=1, groups=4),
        "flatten": torch.nn.Flatten(),
        "fc": torch.nn.Linear(4 * 5 * 6, 3),
        "head": torch.nn.Linear(3, 2),
    }
    network = torch.nn.Sequential(collections.OrderedDict(layers)).eval()
    for name, value in network.state_dict().items():
        if value.is_floating_point():
            value.uniform_(0.5, 1.5) if name.endswith("running_var") else value.normal_(0, 0.4)
    torch.save(network.state_dict(), FOLDER / "small.pth")
    x = torch.randn(2, 2, 5, 6)
    with torch.no_grad():
        y = network(x)
    record = {"x": x.permute(0, 2, 3, 1).flatten().tolist(), "y": y.flatten().tolist()}
    (FOLDER / "small.json").write_text(json.dumps(record) + "\n")


def claim(path):
    """The same archive, but its pickle claims a tensor of 2^30 values, 4 GB."""
    small = path.with_suffix(".tmp")
    torch.save({"a": torch.zeros(77)}, small)
    with zipfile.ZipFile(small) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("data.pkl"):
                data = data.replace(b"K\x4d", b"J" + struct.pack("<i", 1 << 30))
            target.writestr(name, data)
    small.unlink()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    tensors = state_dict()
    torch.save(tensors, FOLDER / "zip.pth")
    torch.save(tensors, FOLDER / "legacy.pth", _use_new_zipfile_serialization=False)
    wrapped = {f"module.{name}": tensor for name, tensor in tensors.items()}
    torch.save({"epoch": 3, "lr": 0.1, "state_dict": wrapped}, FOLDER / "checkpoint.pth")
    values = {k: {"shape": list(v.shape), "values": v.detach().float().flatten().tolist()} for k, v in tensors.items()}
    (FOLDER / "values.json").write_text(json.dumps(values) + "\n")
    safetensors({k: tensors[k].detach() for k in ("conv.weight", "conv.bias")}, FOLDER / "two.safetensors")
    torch.save(torch.nn.Linear(2, 2), FOLDER / "module.pth")
    torch.save({"a": Run()}, FOLDER / "run.pth")
    claim(FOLDER / "claim.pth")
    small_network()
    (FOLDER / "plain.pth").write_bytes(pickle.dumps({"a": 1}, protocol=2))
