"""The reference against PyTorch's own recurrent layers, where the two define the same thing."""

import torch

from recurrent import unroll

STEPS, CHANNELS, UNITS = 5, 3, 4


def draw(*shape):
    return torch.randn(shape, generator=draw.generator)


draw.generator = torch.Generator().manual_seed(0)


def error(kind, layer, weights, backwards=False, **config):
    x = draw(2, STEPS, CHANNELS)
    settings = {"units": UNITS, "recurrent_activation": "sigmoid", **config}
    outputs = unroll(kind, settings, weights.get, x, lambda state: state, backwards)
    with torch.no_grad():
        theirs = layer(x.flip(1) if backwards else x)[0]
    return (outputs - theirs).abs().max().item()


def make(layer, gates, order):
    """Weights in the order of Keras, put into a PyTorch layer in its own."""
    kernel, recurrent, bias = draw(CHANNELS, gates * UNITS), draw(UNITS, gates * UNITS), draw(gates * UNITS)
    if gates == 3:
        # r ⊙ h in front of the candidate's kernel is r ⊙ what it makes of h, for a diagonal kernel.
        recurrent[:, 2 * UNITS :] = torch.diag(draw(UNITS))
    for name, weight in (("weight_ih_l0", kernel.T), ("weight_hh_l0", recurrent.T), ("bias_ih_l0", bias)):
        blocks = weight.chunk(gates)
        setattr(layer, name, torch.nn.Parameter(torch.cat([blocks[block] for block in order])))
    layer.bias_hh_l0 = torch.nn.Parameter(torch.zeros(gates * UNITS))
    return {"kernel": kernel, "recurrent_kernel": recurrent, "bias": bias}


def recurrent_errors():
    """(layer, largest difference) for each kind of recurrent layer, one of them backwards."""
    lstm, gru, simple = (
        kind(CHANNELS, UNITS, batch_first=True) for kind in (torch.nn.LSTM, torch.nn.GRU, torch.nn.RNN)
    )
    weights = make(lstm, 4, (0, 1, 2, 3))
    yield "LSTM", error("LSTM", lstm, weights)
    yield "LSTM backwards", error("LSTM", lstm, weights, backwards=True)
    yield "GRU", error("GRU", gru, make(gru, 3, (1, 0, 2)))  # z, r, h against r, z, n
    yield "SimpleRNN", error("SimpleRNN", simple, make(simple, 1, (0,)))
