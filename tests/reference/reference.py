"""Every criterion once more, from its definition, in PyTorch with float64: an independent reference for Espalier.

Usage: reference.py FOLDER, where dump.mjs has written one JSON file a network: layers, nodes, weights, examples, and
what Espalier made of them (groups, logits, scores). Nothing here is derived from Espalier's code: groups.py finds the
groups from their definition, network.py runs the network, criteria.py scores. Prints one line a network and criterion,
and `N passed, N failed`.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
# Tensors are tiny: threads would wait for each other most of the time.
torch.set_num_threads(1)

from against_torch import recurrent_errors  # noqa: E402 (tensors made while modules load are float64 too)
from criteria import Reference  # noqa: E402

TOLERANCE = 1e-4
# By second derivatives of the loss, in float32.
HESSIAN_TOLERANCE = 1e-2


def errors(got, want, rounding):
    """|got − want| / (|want| + 1 % of the group's largest)."""
    return np.maximum(np.abs(got - want) - rounding, 0) / (np.abs(want) + 0.01 * np.abs(want).max() + 1e-300)


def worst_error(got, want, groups, except_units=(), rounding=0.0):
    """The largest relative error, of what goes beyond `rounding`."""
    if len(got) != len(want) or not np.isfinite(got).all():
        return math.inf
    worst = 0.0
    for group in groups:
        units = [unit for unit in range(group.first, group.first + group.size) if unit not in except_units]
        here = slice(group.first, group.first + group.size)
        each = errors(got[here], want[here], rounding)
        worst = max([worst, *each[[unit - group.first for unit in units]]])
    return worst


def check(case):
    """Rows of (what, worst error, tolerance, note); a tolerance of None asks for nothing."""
    reference = Reference(case)
    own = [[group.name, group.layers, group.size, group.first] for group in reference.groups]
    given = [[group["name"], group["layers"], group["size"], group["first"]] for group in case["groups"]]
    if own != given:
        yield "groups", math.inf, TOLERANCE, f"expected {own}, got {given}"
        return
    yield "groups", 0.0, TOLERANCE, ", ".join(f"{name}×{size}" for name, _, size, _ in own)
    logits = reference.logits.numpy()
    yield "logits", np.abs(np.array(case["logits"]) - logits.flatten()).max() / np.abs(logits).max(), TOLERANCE, ""
    yield "loss", abs(case["loss"] / reference.loss.item() - 1), TOLERANCE, ""
    wanted = reference.scores()
    for criterion, got in case["scores"].items():
        out = reference.near_ties if criterion == "mutual-information" else ()
        note = f"{len(out)} near-tied units left out" if out else ""
        # A change is a difference of two losses, which were rounded to float32 before.
        rounding = case["loss"] * 2**-24 if criterion.startswith("oracle") else 0.0
        error = worst_error(np.array(got), wanted[criterion], reference.groups, out, rounding)
        yield criterion, error, TOLERANCE, note
        if criterion in ("obd", "obd-weights"):
            name = f"{criterion} by the Hessian"
            yield from check_hessian(reference, name, np.array(got), wanted[name])


def check_hessian(reference, name, got, want):
    """Gauss-Newton is the Hessian where the network is piecewise linear in the gate or weight, and only there."""
    linear, other = [], []
    for group in reference.groups:
        # A gate stands at all its reads at once; a weight at all calls of its own layer.
        gates = [[node for node, _ in group.reads]]
        weights = [[node for node in group.members if node.layer == layer] for layer in group.layers]
        together = weights if name.startswith("obd-weights") else gates
        (linear if all(map(reference.structure.piecewise_linear, together)) else other).append(group)
    if linear:
        yield name, worst_error(got, want, linear), HESSIAN_TOLERANCE, ""
    if other:
        yield name, worst_error(got, want, other), None, ", ".join(group.name for group in other)


def rows(folder):
    """(case, what, error, tolerance, note)."""
    for layer, error in recurrent_errors():
        yield "torch.nn", layer, error, 1e-12, ""
    for path in sorted(Path(folder).glob("*.json")):
        for row in check(json.loads(path.read_text())):
            yield path.stem, *row


def main(folder):
    passed = failed = 0
    for case, what, error, tolerance, note in rows(folder):
        verdict = "may differ" if tolerance is None else "ok" if error <= tolerance else "FAILED"
        passed += verdict == "ok"
        failed += verdict == "FAILED"
        limit = "" if tolerance is None else f"of {tolerance:.0e}"
        print(f"{case:24} {what:26} {error:9.2e} {limit:8}  {verdict:10}  {note}".rstrip(), flush=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
