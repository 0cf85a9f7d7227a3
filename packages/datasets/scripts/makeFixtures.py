"""Makes fixtures/, by writers that are independent of the readers under test.

Run: pip install numpy==2.4.6 pillow==12.0.0 && python scripts/makeFixtures.py
"""

import io
import pathlib
import zipfile

import numpy as np
from PIL import Image

FOLDER = pathlib.Path(__file__).parent.parent / "fixtures"
FOLDER.mkdir(exist_ok=True)

# Every type, all with the values 0 1 2 3 4 5 in shape (2, 3).
types = ["bool", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8"]
grid = np.arange(6).reshape(2, 3)
arrays = {f"c_{t}": grid.astype(t) for t in types}
arrays |= {f"f_{t}": np.asfortranarray(grid.astype(t)) for t in ["u1", "i8", "f4"]}
arrays["f_rank3"] = np.asfortranarray(np.arange(24, dtype="i4").reshape(2, 3, 4))
arrays["negative"] = np.array([-1, -(2**40)], dtype="i8")
arrays["scalar"] = np.float32(2.5)
arrays["empty"] = np.zeros((0, 3), "f4")
arrays["big_endian"] = grid.astype(">f4")
arrays["float16"] = grid.astype("f2")
arrays["text"] = np.array(["a", "b"])
arrays["structure"] = np.zeros(2, dtype=[("a", "f4"), ("b", "i4")])
np.savez_compressed(FOLDER / "types.npz", objects=np.array([{}, None], dtype=object), **arrays)

# Format versions 2 and 3, which NumPy writes only for long or non-Latin headers.
with zipfile.ZipFile(FOLDER / "versions.npz", "w") as archive:
    for version in [(1, 0), (2, 0), (3, 0)]:
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, grid.astype("f4"), version=version)
        archive.writestr(f"v{version[0]}.npy", buffer.getvalue())

# A data set as bytes with class indices, in a stored and in a compressed archive, and as floats with one-hot rows.
n = np.arange(12)
pixels = (np.arange(12 * 2 * 3) * 3 % 256).astype("u1").reshape(12, 2, 3)
data = dict(x_train=pixels, y_train=n % 3, x_test=pixels[:6] // 2, y_test=n[:6] % 3)
np.savez(FOLDER / "bytes.npz", **data)
np.savez_compressed(FOLDER / "compressed.npz", **data)
np.savez_compressed(
    FOLDER / "floats.npz",
    x_train=np.asfortranarray(np.linspace(-1, 1, 48, dtype="f4").reshape(6, 2, 2, 2)),
    y_train=np.eye(3, dtype="f4")[n[:6] % 3],
    x_test=np.zeros((3, 2, 2, 2), "f4"),
    y_test=np.eye(3, dtype="f4"),
    x_val=np.ones((3, 2, 2, 2), "f4"),
    y_val=np.eye(3, dtype="f4")[::-1],
)

# Images of 2 × 3 pixels in the forms that decoders get wrong.
grey = np.array([[0, 50, 100], [150, 200, 255]], "u1")
colour = np.stack([grey, 255 - grey, np.full_like(grey, 7)], axis=2)
Image.fromarray(grey).save(FOLDER / "grey.png")
Image.fromarray(grey.astype("u2") * 257).save(FOLDER / "grey16.png")
Image.fromarray(colour).save(FOLDER / "colour.png")
Image.fromarray(colour).quantize(6).save(FOLDER / "palette.png")
Image.fromarray(np.dstack([colour, [[255, 255, 255], [255, 255, 0]]]).astype("u1")).save(FOLDER / "transparent.png")
flat = Image.new("RGB", (3, 2), (200, 100, 50))
flat.convert("CMYK").save(FOLDER / "cmyk.jpg", quality=95)
exif = Image.Exif()
exif[0x0112] = 6  # turned by 90 degrees: 2 × 3 stored, 3 × 2 shown
flat.save(FOLDER / "turned.jpg", quality=95, exif=exif)

# The layout of MedMNIST: grey, colour and volumes with one label an image, and one with several.
splits = {"train": 4, "val": 2, "test": 3}


def medical(size, labels):
    arrays = {}
    for split, count in splits.items():
        values = np.arange(count * int(np.prod(size))) % 251
        arrays[f"{split}_images"] = values.astype("u1").reshape(count, *size)
        arrays[f"{split}_labels"] = labels(count)
    return arrays


single = lambda count: (np.arange(count) % 3).astype("u1").reshape(count, 1)
several = lambda count: (np.arange(count * 14) % 2).reshape(count, 14)
np.savez_compressed(FOLDER / "medGrey.npz", **medical([28, 28], single))
np.savez_compressed(FOLDER / "medColour.npz", **medical([28, 28, 3], single))
np.savez_compressed(FOLDER / "medVolume.npz", **medical([28, 28, 28], single))
np.savez_compressed(FOLDER / "medSeveral.npz", **medical([28, 28], several))
