"""Makes the folders of fixtures/ that have the layout of official image archives: a few tiny images cut from
photographs that scikit-image brings along, and .mat files by SciPy, which is independent of the reader under test.

Run: pip install numpy==2.4.6 pillow==13.0.0 scipy==1.17.1 scikit-image==0.26.0 && python scripts/makeImageFixtures.py
"""

import itertools
import pathlib
import shutil

import numpy as np
import scipy.io
import skimage
from PIL import Image

FOLDER = pathlib.Path(__file__).parent.parent / "fixtures"
PHOTOGRAPHS = pathlib.Path(skimage.__file__).parent / "data"
photographs = [Image.open(PHOTOGRAPHS / f"{name}.png").convert("RGB") for name in ("astronaut", "chelsea", "coffee")]
places = itertools.count()


def cut(label, width=28, height=24):
    """A part of one of the photographs; each class has one of its own."""
    photograph = photographs[label]
    at = next(places) * 7 % 100
    return photograph.crop((at, at, at + 6 * width, at + 6 * height)).resize((width, height))


def save(image, path, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **{"format": "JPEG", "quality": 80, **options})


def write(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines))


def fresh(name):
    shutil.rmtree(FOLDER / name, ignore_errors=True)
    return FOLDER / name


# ImageNet: numbers of classes are not in the order of their names; the PNG has its name and format in the archive, too.
imagenet = fresh("imagenet")
wnids = ["n01440764", "n02105855", "n07920052"]
numbers = [2, 3, 1]
words = ["tench, Tinca tinca", "Shetland sheepdog, Shetland sheep dog, Shetland", "espresso"]
for label, wnid in enumerate(wnids):
    for image in (10026, 2933, 37):
        path = imagenet / "train" / wnid / f"{wnid}_{image}.JPEG"
        if path.name == "n02105855_2933.JPEG":
            save(cut(label), path, format="PNG")
        elif path.name == "n01440764_37.JPEG":
            save(cut(label).convert("CMYK"), path)
        else:
            save(cut(label), path)
truth = [2, 0, 1, 0]  # ranks of the classes
for i, label in enumerate(truth):
    save(cut(label), imagenet / "val" / f"ILSVRC2012_val_{i + 1:08d}.JPEG")
kit = imagenet / "ILSVRC2012_devkit_t12" / "data"
write(kit / "ILSVRC2012_validation_ground_truth.txt", [numbers[label] for label in truth])
kind = [(name, object) for name in ["ILSVRC2012_ID", "WNID", "words", "gloss", "num_children", "children",
                                    "wordnet_height", "num_train_images"]]
synsets = np.empty((4, 1), dtype=kind)
for row, (number, wnid, text) in enumerate(sorted(zip(numbers, wnids, words))):
    synsets[row, 0] = (float(number), wnid, text, "a thing", 0.0, np.zeros((1, 0)), 0.0, 3.0)
synsets[3, 0] = (4.0, "n00001740", "entity", "that which is", 2.0, np.array([[1.0, 2.0]]), 2.0, 0.0)
scipy.io.savemat(kit / "meta.mat", {"synsets": synsets}, do_compression=True)

# Tiny ImageNet.
tiny = fresh("tinyImagenet") / "tiny-imagenet-200"
write(tiny / "wnids.txt", ["n02105855", "n01440764"])
write(tiny / "words.txt", [f"{wnid}\t{text}" for wnid, text in zip(["n00001740", *wnids], ["entity", *words])])
for label, wnid in enumerate(wnids[:2]):
    for i in range(3):
        save(cut(label, 32, 32), tiny / "train" / wnid / "images" / f"{wnid}_{i}.JPEG")
    write(tiny / "train" / wnid / f"{wnid}_boxes.txt", [f"{wnid}_{i}.JPEG\t0\t0\t31\t31" for i in range(3)])
for i, label in enumerate([1, 0]):
    save(cut(label, 32, 32), tiny / "val" / "images" / f"val_{i}.JPEG")
write(tiny / "val" / "val_annotations.txt", [f"val_{i}.JPEG\t{wnids[k]}\t0\t0\t31\t31" for i, k in enumerate([1, 0])])
save(cut(0, 32, 32), tiny / "test" / "images" / "test_0.JPEG")

# CUB-200-2011; one photograph is grey.
birds = fresh("birds") / "CUB_200_2011"
species = ["001.Black_footed_Albatross", "002.Laysan_Albatross", "003.Sooty_Albatross"]
images = [(label, f"{species[label]}/{species[label][4:]}_{i:04d}_{label + 18}.jpg") for label in range(3)
          for i in range(1, 5)]
for i, (label, path) in enumerate(images):
    save(cut(label).convert("L") if i == 5 else cut(label, *([20, 30] if i % 3 else [30, 20])), birds / "images" / path)
ids = range(1, len(images) + 1)
write(birds / "images.txt", [f"{i} {path}" for i, (_, path) in zip(ids, images)])
write(birds / "image_class_labels.txt", [f"{i} {label + 1}" for i, (label, _) in zip(ids, images)])
write(birds / "classes.txt", [f"{k + 1} {name}" for k, name in enumerate(species)])
write(birds / "train_test_split.txt", [f"{i} {int(i % 4 in (1, 2, 3))}" for i in ids])
write(birds / "bounding_boxes.txt", [f"{i} 1.0 2.0 10.0 9.0" for i in ids])

# Flowers-102, its .mat files compressed and not.
flowers = fresh("flowers")
labels = np.array([[1, 1, 1, 2, 2, 2, 3, 3, 3]], "u1")
for i, label in enumerate(labels[0]):
    save(cut(label - 1), flowers / "jpg" / f"image_{i + 1:05d}.jpg")
splits = {"trnid": [[1, 4, 7]], "valid": [[8, 5, 2]], "tstid": [[3, 6, 9]]}
plain = fresh("flowersPlain")
plain.mkdir()
for folder, compressed in [(flowers, True), (plain, False)]:
    scipy.io.savemat(folder / "imagelabels.mat", {"labels": labels}, do_compression=compressed)
    arrays = {name: np.array(values, "u2") for name, values in splits.items()}
    scipy.io.savemat(folder / "setid.mat", arrays, do_compression=compressed)

# Every numeric type, both kinds of tags, text, structures, and what is not read.
mat = fresh("mat")
mat.mkdir()
types = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"]
everything = {t: np.arange(6).reshape(2, 3).astype(t) for t in types}
everything |= {"short": np.array([[7]], "u1"), "empty": np.zeros((0, 0)), "text": "größer", "negative": np.array([[-1.5]])}
everything |= {"one": {"a": 1.0, "longer_name": "x"}, "cells": np.array([1, "a"], dtype=object)}
everything |= {"complex": np.array([[1 + 2j]]), "logical": np.array([[True, False]])}
for name, compressed in [("compressed.mat", True), ("plain.mat", False)]:
    scipy.io.savemat(mat / name, everything, do_compression=compressed)

(FOLDER / "photographs.md").write_text(
    "The images in `birds/`, `flowers/`, `imagenet/` and `tinyImagenet/` are parts of three photographs that come with\n"
    "scikit-image, whatever their names say: `astronaut.png` (NASA, public domain), `chelsea.png` (Stéfan van der Walt,\n"
    "CC0) and `coffee.png` (Rachel Michetti, CC0). `scripts/makeImageFixtures.py` makes the folders.\n"
)
