"""Recurrent layers, step by step, as TensorFlow.js runs them.

The recurrent kernel reads the state of the step before through `call.read`; the state that is carried over past the
kernel (the z ⊙ h of a GRU, the cell of an LSTM) is no read.
"""

import torch

from layers import ACTIVATIONS


def function(config, key, default):
    return ACTIVATIONS[config.get(key) or default]


def gru_step(config, weight, x, state, read):
    """Gates z, r, h. The candidate's kernel reads r ⊙ h; with reset_after r scales what the kernel made of h."""
    (h,) = state
    units = h.shape[1]
    kernel, recurrent, bias = weight("kernel"), weight("recurrent_kernel"), weight("bias")
    gate, activate = function(config, "recurrent_activation", "hard_sigmoid"), function(config, "activation", "tanh")
    seen = read(h)
    given = x @ kernel
    if config.get("reset_after"):
        outer, inner = (0, 0) if bias is None else bias
        given, kept = given + outer, seen @ recurrent + inner
        z = gate(given[:, :units] + kept[:, :units])
        r = gate(given[:, units : 2 * units] + kept[:, units : 2 * units])
        candidate = activate(given[:, 2 * units :] + r * kept[:, 2 * units :])
    else:
        given = given if bias is None else given + bias
        z = gate(given[:, :units] + seen @ recurrent[:, :units])
        r = gate(given[:, units : 2 * units] + seen @ recurrent[:, units : 2 * units])
        candidate = activate(given[:, 2 * units :] + (r * seen) @ recurrent[:, 2 * units :])
    return (z * h + (1 - z) * candidate,)


def lstm_step(config, weight, x, state, read):
    """Gates i, f, c, o."""
    h, cell = state
    bias = weight("bias")
    gate, activate = function(config, "recurrent_activation", "hard_sigmoid"), function(config, "activation", "tanh")
    sums = x @ weight("kernel") + read(h) @ weight("recurrent_kernel")
    i, f, c, o = (sums if bias is None else sums + bias).chunk(4, 1)
    cell = gate(f) * cell + gate(i) * activate(c)
    return gate(o) * activate(cell), cell


def simple_step(config, weight, x, state, read):
    (h,) = state
    bias = weight("bias")
    sums = x @ weight("kernel") + read(h) @ weight("recurrent_kernel")
    return (function(config, "activation", "tanh")(sums if bias is None else sums + bias),)


STEPS = {"GRU": (gru_step, 1), "LSTM": (lstm_step, 2), "SimpleRNN": (simple_step, 1)}


def unroll(kind, config, weight, x, read, backwards=False):
    """The states [batch, steps, units] in the order they were made, from x [batch, steps, channels]."""
    step, states = STEPS[kind]
    state = tuple(x.new_zeros(len(x), config["units"]) for _ in range(states))
    outputs = []
    for t in reversed(range(x.shape[1])) if backwards else range(x.shape[1]):
        state = step(config, weight, x[:, t], state, read)
        outputs.append(state[0])
    return torch.stack(outputs, 1)


def recurrent(call):
    config = call.config
    x = call.read(call.inputs[0], "input")
    read = lambda h: call.read(h, "state")
    outputs = unroll(call.type, config, call.weight, x, read, config.get("go_backwards"))
    return outputs if config.get("return_sequences") else outputs[:, -1]


def bidirectional(call):
    """Runs the layer both ways; with sequences the backward one's are put back into the order of time."""
    inner = call.config["layer"]
    kind, config = inner["class_name"], inner["config"]
    x = call.read(call.inputs[0], "input")
    read = lambda h: call.read(h, "state")
    both = []
    for direction in ("forward", "backward"):
        weight = lambda key: call.weight(f"{direction}_{config['name']}/{key}")
        backwards = (direction == "backward") != bool(config.get("go_backwards"))
        outputs = unroll(kind, config, weight, x, read, backwards)
        if config.get("return_sequences"):
            both.append(outputs.flip(1) if direction == "backward" else outputs)
        else:
            both.append(outputs[:, -1])
    mode = call.config.get("merge_mode", "concat")
    forward, backward = both
    return {
        "concat": lambda: torch.cat(both, -1),
        "sum": lambda: forward + backward,
        "mul": lambda: forward * backward,
        "ave": lambda: (forward + backward) / 2,
    }[mode]()
