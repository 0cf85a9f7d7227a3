"""Makes the Keras files that the importer is tested on, each with an input and what Keras itself predicts for it.

    pip install keras==3.15.1 tf_keras==2.21.0 tensorflow-cpu==2.21.0
    python packages/experiments/scripts/makeKerasFixtures.py

Weights are random, biases and moving statistics too, so that a weight in the wrong place shows. The files are packed
(gzip): HDF5 pads what it writes.
"""
import gzip
import json
import os
import tempfile
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import h5py
import keras
import numpy as np
import tf_keras

FOLDER = Path(__file__).parent.parent / "fixtures" / "keras"


def branches(k, squash=True):
    """Branches, a residual sum, batch normalization with and without scale, every kind of 2-D convolution."""
    layers = k.layers
    x = image = k.Input((8, 8, 3), name="image")
    x = layers.Conv2D(4, 3, padding="same", use_bias=False, name="stem")(x)
    x = layers.BatchNormalization(name="stem_bn")(x)
    x = stem = layers.ReLU(6.0)(x)
    a = layers.Conv2D(4, 1, activation="relu")(x)
    b = layers.DepthwiseConv2D(3, padding="same")(x)
    b = layers.BatchNormalization(scale=False)(b)
    c = layers.SeparableConv2D(4, 3, padding="same", activation="elu")(x)
    d = layers.MaxPooling2D(3, strides=1, padding="same")(x)
    x = layers.Concatenate()([a, b, c, d])
    x = layers.Conv2D(4, 1)(x)
    x = layers.Add()([x, stem])
    x = layers.PReLU(shared_axes=[1, 2])(x)
    x = layers.Conv2DTranspose(3, 2, strides=2)(x)
    x = layers.LeakyReLU(0.2)(x)
    x = layers.AveragePooling2D(2)(x)
    x = layers.Dropout(0.5)(x)
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Flatten()(x)
    return k.Model(image, layers.Dense(5, activation="softmax" if squash else None, name="label")(x), name="branches")


def chain(k):
    layers = k.layers
    return k.Sequential(
        [
            layers.InputLayer((8, 8, 1)),
            layers.ZeroPadding2D(1),
            layers.Conv2D(3, 3, strides=2, activation="relu"),
            layers.BatchNormalization(),
            layers.Conv2D(4, 3, padding="same", activation="tanh"),
            layers.Flatten(),
            layers.Dense(6, activation="swish"),
            layers.LayerNormalization(),
            layers.Dense(4),
        ],
        name="chain",
    )


def recurrent(k):
    layers = k.layers
    x = words = k.Input((6,), name="words")
    x = layers.Embedding(7, 4)(x)
    x = layers.Conv1D(5, 3, padding="same", activation="relu")(x)
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(x)
    x = layers.TimeDistributed(layers.Dense(4, activation="tanh"))(x)
    x = layers.GRU(4, reset_after=False, return_sequences=True)(x)
    x = layers.SimpleRNN(3)(x)
    return k.Model(words, layers.Dense(3, activation="softmax")(x), name="recurrent")


def nested(k):
    """Models in a model, one of them called twice; two inputs, two outputs."""
    layers = k.layers
    inner_input = k.Input((8, 8, 2))
    y = layers.Conv2D(3, 3, padding="same")(inner_input)
    y = layers.BatchNormalization()(y)
    encoder = k.Model(inner_input, layers.Activation("relu")(y), name="encoder")
    head = k.Sequential([k.Input((3,)), layers.Dense(4, activation="relu"), layers.Dense(3)], name="head")
    left, right = k.Input((8, 8, 2), name="left"), k.Input((8, 8, 2), name="right")
    a, b = encoder(left), encoder(right)
    x = layers.GlobalAveragePooling2D()(layers.Multiply()([a, b]))
    first = head(x)
    second = layers.Dense(2, name="second")(x)
    return k.Model([left, right], [first, second], name="twins")


def steps(k):
    """A model that is applied to every step of a sequence."""
    layers = k.layers
    frame = k.Input((6, 6, 1))
    y = layers.Conv2D(3, 3, activation="relu")(frame)
    y = layers.BatchNormalization()(y)
    look = k.Model(frame, layers.GlobalMaxPooling2D()(y), name="look")
    clip = k.Input((3, 6, 6, 1), name="clip")
    x = layers.TimeDistributed(look)(clip)
    x = layers.LSTM(4)(x)
    return k.Model(clip, layers.Dense(2)(x), name="steps")


def spread(model, seed):
    """Other weights than the initial ones: moving statistics and biases are not neutral any more."""
    random = np.random.default_rng(seed)
    for weight in model.weights:
        name = weight.name
        if "moving_variance" in name or "gamma" in name:
            values = random.uniform(0.5, 1.5, weight.shape)
        else:
            values = random.normal(0, 0.4, weight.shape)
        weight.assign(values.astype("float32"))


def inputs_of(model, seed):
    random = np.random.default_rng(seed)
    shapes = [tuple(tensor.shape)[1:] for tensor in model.inputs]
    if model.name == "recurrent":
        return [random.integers(0, 7, (2, *shapes[0])).astype("float32")]
    return [random.normal(0, 1, (2, *shape)).astype("float32") for shape in shapes]


def rounded(array):
    return {"shape": list(array.shape), "values": [float(np.float32(value)) for value in np.asarray(array).ravel()]}


def save(model, file):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        (model.save_weights if ".weights." in file else model.save)(path)
        (FOLDER / f"{file}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def make(name, model, files, seed=0):
    spread(model, seed)
    inputs = inputs_of(model, seed)
    outputs = model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0)
    outputs = outputs if isinstance(outputs, list) else [outputs]
    for file in files:
        save(model, file)
    record = {"inputs": [rounded(x) for x in inputs], "outputs": [rounded(np.asarray(y)) for y in outputs]}
    (FOLDER / f"{name}.json").write_text(json.dumps(record) + "\n")


def bad_ones():
    """Files that must be refused: code inside, a cell that TensorFlow.js lacks, a class of somebody's own."""
    layers = keras.layers
    double = eval(compile("lambda x: x * 2", "double.py", "eval"))
    anything = keras.Sequential([keras.Input((4,)), layers.Lambda(double, name="double"), layers.Dense(2)])
    save(anything, "lambda.keras")
    save(anything, "lambda.h5")
    save(keras.Sequential([keras.Input((4, 2)), layers.GRU(2, name="memory"), layers.Dense(2)]), "gru.keras")

    x = keras.Input((4, 4, 2))
    y = layers.Dense(2)(layers.Flatten()(keras.ops.average(x + x, axis=1)))
    save(keras.Model(x, y), "operation.keras")

    @keras.saving.register_keras_serializable("mine")
    class Conv2D(keras.layers.Layer):
        pass

    own = keras.Sequential([keras.Input((4, 4, 1)), Conv2D(name="own"), layers.Flatten(), layers.Dense(2)])
    save(own, "custom.keras")
    for name, options in {"claim": {}, "packed": {"chunks": (1 << 20,), "compression": "gzip"}}.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.h5"
            tf_keras.Sequential([tf_keras.Input((4,)), tf_keras.layers.Dense(2, name="dense")]).save(path)
            with h5py.File(path, "a") as file:
                del file["model_weights/dense/dense/kernel:0"]
                file.create_dataset("model_weights/dense/dense/kernel:0", (1 << 30,), "f4", **options)
            (FOLDER / f"{name}.h5.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    make("branches", branches(keras), ["branches.keras", "branches.h5"])
    make("branches2", branches(tf_keras, squash=False), ["branches2.h5", "branches2.keras"], 1)
    sequential = chain(keras)
    make("chain", sequential, ["chain.keras", "chain.weights.h5"], 2)
    (FOLDER / "chain.model.json").write_text(sequential.to_json() + "\n")
    make("chain2", chain(tf_keras), ["chain2.h5"], 3)
    make("recurrent", recurrent(keras), ["recurrent.keras", "recurrent.h5"], 4)
    make("recurrent2", recurrent(tf_keras), ["recurrent2.h5", "recurrent2.keras"], 5)
    make("nested", nested(keras), ["nested.keras", "nested.h5"], 6)
    make("nested2", nested(tf_keras), ["nested2.h5", "nested2.keras"], 7)
    make("steps", steps(keras), ["steps.keras", "steps.h5"], 8)
    make("steps2", steps(tf_keras), ["steps2.keras", "steps2.h5"], 9)
    bad_ones()
