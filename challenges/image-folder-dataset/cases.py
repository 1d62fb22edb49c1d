"""What ImageFolderDataset is run on. Observations only: what they should be is the judge's business."""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

from dlexam.grading.kit import Fault, case

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".bmp": "BMP", ".webp": "WEBP"}
CHANNELS = {"RGB": 3, "L": 1, "LA": 2, "RGBA": 4, "CMYK": 4}
OTHER_FILES = (
    "notes.txt", "x.gif", "x.tiff", "Thumbs.db", "x.png.bak", "x.jpg~", "readme", "xpng", "x.jpgx", "y.jpeg.zip", "jpg",
    "a.b.c", "webp.txt",
)  # fmt: skip
MIXED_ENDINGS = ((".Png", ".pnG"), (".Jpg", ".jPg"), (".Jpeg", ".JPeG"), (".Bmp", ".bMP"), (".Webp", ".WebP"))
MOST = 200  # more samples than any folder here has
LARGEST = 20_000  # more numbers than any picture here has
ON_CPU: dict[str, Any] = {"dtypes": ("float32",), "devices": ("cpu",), "judged_in": "same", "scratch": True}
ONCE: dict[str, Any] = {**ON_CPU, "draws": 1}  # where one folder holds all that is to be seen


def picture(draw: Any, width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture of random pixels. P has a random palette, 1 is black and white."""
    if mode == "P":
        made = Image.frombytes("P", (width, height), draw.rng.bytes(width * height))
        made.putpalette(draw.rng.bytes(768))
        return made
    if mode == "1":
        return picture(draw, width, height, "L").point(lambda grey: 255 * (grey > 127)).convert("1")
    return Image.frombytes(mode, (width, height), draw.rng.bytes(CHANNELS[mode] * width * height))


def write(draw: Any, path: Path, made: Image.Image | None = None, **options: Any) -> Path:
    """Save a picture (a small one of its own if none is given) in the format that its ending names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = made or picture(draw, draw.integer(3, 6), 2)
    made.save(path, format=FORMATS[path.suffix.lower()], **options)
    return path


def build(submission: Any, root: Path, end: str = "") -> Any:
    """The submission's dataset over a folder. Fault if it is no Dataset."""
    dataset = submission.ImageFolderDataset(f"{root}{end}")
    if not isinstance(dataset, Dataset):
        raise Fault("ImageFolderDataset is not a torch.utils.data.Dataset: write class ImageFolderDataset(Dataset)")
    return dataset


def item(dataset: Any, index: int) -> tuple[torch.Tensor, Any]:
    """One item, its image checked to be a tensor."""
    found = dataset[index]
    if not isinstance(found, (tuple, list)):
        raise Fault(f"an item is of type {type(found).__name__}, where a pair (image, label) belongs")
    if len(found) != 2:
        raise Fault(f"an item has {len(found)} parts, where a pair (image, label) belongs")
    image, label = found
    if not isinstance(image, torch.Tensor):
        raise Fault(f"the image is of type {type(image).__name__}, where a tensor belongs")
    if image.numel() > LARGEST:
        raise Fault(
            f"an image has shape {tuple(image.shape)}, larger than any picture here: the size must stay as it is"
        )
    return image, label


def number(label: Any) -> int:
    """The label as an int, from whatever stands for one."""
    try:
        return int(label)
    except (TypeError, ValueError):
        raise Fault(f"the label is of type {type(label).__name__}, where a Python int belongs") from None


def items(dataset: Any) -> dict[str, Any]:
    """Everything in the dataset, in order. Images as float32 and labels as int: other cases look at their types."""
    length = len(dataset)
    if length > MOST:
        raise Fault(f"len(dataset) is {length}, far more than there are files")
    seen = [item(dataset, index) for index in range(length)]
    return {
        "length": length,
        "labels": [number(label) for _, label in seen],
        "images": [image.float() for image, _ in seen],
    }


def red_falls(image: Any) -> bool:
    """Whether the upper left corner of an image (3, H, W) has more red than the upper right one."""
    return bool(image[0, 0, 0] > image[0, 0, -1])


def channels_first(path: Path) -> Any:
    """The bytes of a picture, (3, H, W)."""
    with Image.open(path) as file:
        return np.asarray(file.convert("RGB")).transpose(2, 0, 1)


def rarer(tosses: Any) -> int:
    """How often the rarer side of a coin came up."""
    up = int(tosses.sum())
    return min(up, tosses.size - up)


def looks_fair(tosses: Any) -> bool:
    """Whether a coin that is stuck, or that alternates, would hardly come to this."""
    beside = np.diff(tosses.ravel())
    return rarer(tosses) >= 2 + tosses.size / 5 and rarer(beside) >= beside.size / 4


def looks_fair_for_each(tosses: Any) -> bool:
    """Whether a coin of 1/3 or 2/3 hardly ever comes to this, and each picture's coin both stayed and changed."""
    beside, after = np.diff(tosses.ravel()), np.diff(tosses, axis=0)
    moved = all(rarer(column) for both in (tosses, after) for column in both.T)
    return moved and rarer(tosses) >= 12 + 0.415 * tosses.size and rarer(beside) >= beside.size / 3


def accesses(
    dataset: Any, root: Path, number_of: int, most: int, enough: Callable[[Any], bool] = looks_fair
) -> dict[str, Any]:
    """The first samples, read over and over: what each access gave, and the files themselves by their names.

    It ends early where `enough` of fairness was seen, which saves a learner's time and refuses nobody: the judge's
    bounds are those of all `most` passes.
    """
    files = [path for path in root.rglob("*") if path.suffix.lower() in FORMATS and path.is_file()]
    files.sort(key=lambda path: path.relative_to(root).parts)
    count = min(number_of, len(dataset))
    falling = [red_falls(channels_first(path)) for path in files[:count]]
    seen: list[list[torch.Tensor]] = []
    tosses: list[list[bool]] = []
    while len(seen) < most and not (tosses and enough(np.array(tosses))):
        seen.append([item(dataset, index)[0].float() for index in range(count)])
        for image, first in zip(seen[-1], seen[0], strict=True):
            if image.shape != first.shape or image.dim() != 3 or not image.numel():
                raise Fault("an image is not of shape (3, H, W), or has another shape at another access")
        tosses.append([red_falls(image) != falls for image, falls in zip(seen[-1], falling, strict=False)])
    return {
        "files": {path.relative_to(root).as_posix(): np.frombuffer(path.read_bytes(), np.uint8) for path in files},
        "stacks": [torch.stack([one[index] for one in seen]) for index in range(count)],
    }


@case(
    "Two classes of pictures",
    points=1,
    hint="One label for each sub-folder, in sorted order; len(dataset) counts the pictures; items are (image, label).",
    public=True,
    **ON_CPU,
)
def two_classes(submission, draw):
    root = draw.scratch
    for name in draw.shuffled(["cats/1.png", "cats/2.png", "dogs/1.png"]):
        write(draw, root / name)
    return items(build(submission, root))


@case(
    "Pixels: float32, RGB, scaled, normalised, size as it was",
    points=1.5,
    hint="(3, H, W) float32: divide by 255, then subtract each channel's mean and divide by its standard deviation.",
    **ONCE,
)
def pixels(submission, draw):
    root = draw.scratch
    sizes = ((5, 3), (3, 7), (2, 2), (2, 9), (6, 1), (41, 26), (300, 3), (2, 290))
    for place, (width, height) in enumerate(sizes):
        write(draw, root / "all" / f"{place}.png", picture(draw, width, height))
    write(draw, root / "all" / "black.png", Image.new("RGB", (3, 2), (0, 0, 0)))
    write(draw, root / "all" / "white.bmp", Image.new("RGB", (3, 2), (255, 255, 255)))
    nearly_black = draw.rng.integers(0, 2, (3, 4, 3), dtype=np.uint8)
    nearly_black[1, 2] = 1
    write(draw, root / "all" / "nearly black.png", Image.fromarray(nearly_black))
    write(draw, root / "all" / "zoomed.jpg", picture(draw, 19, 10), quality=90)
    write(draw, root / "all" / "larger.jpg", picture(draw, 70, 50), quality=90)
    dataset = build(submission, root)
    images = [item(dataset, index)[0] for index in range(len(dataset))]
    return {"length": len(dataset), "labels": [], "images": images}


@case(
    "Labels and order follow sorted names",
    points=1,
    hint="Sort the names of the sub-folders, and the names of the files in each; an empty sub-folder keeps its number.",
    **ONCE,
)
def sorted_order(submission, draw):
    root = draw.scratch / "many"
    classes = ["10", "9", "Zebra", "apple", "cat", "cat [old]", "cat-big", "cat.png", "dog"]
    names = ["2.png", "10.png", "B.png", "a.png", "a-1.png", "c.bmp", "c.png", "k.JPG", "k.bmp"]
    empty, ignored = draw.shuffled(["9", "Zebra", "apple"])[:2]
    filled = [name for name in classes[:-1] if name not in (empty, ignored)]
    paths = [f"{folder}/{draw.choice(names)}" for folder in filled]
    paths += [f"{classes[-1]}/{name}" for name in names]
    for folder in draw.shuffled(classes):
        (root / folder).mkdir(parents=True)
    for path in draw.shuffled(paths):
        write(draw, root / path)
    for path in ("0 read me first.txt", "README", "labels.csv", "zz.txt", f"{ignored}/notes.txt"):
        (root / path).write_text("not a picture")
    numbers = root.with_name("numbers")
    for path in draw.shuffled(["10/1.png", "9/10.png", "9/9.png"]):
        write(draw, numbers / path)
    return {"names of many kinds": items(build(submission, root)), "numbers alone": items(build(submission, numbers))}


@case(
    "A root without sub-folders is one class",
    points=1,
    hint="No sub-folders: the root's own pictures, sorted by name, each with label 0, and mirrored like all others.",
    **ONCE,
)
def flat_root(submission, draw):
    root = draw.scratch / "pictures [1]"
    for name in draw.shuffled(["9.png", "10.png", "b.jpg", "a.bmp", "Z.png", "a-1.webp", "c.JPEG", "d.png"]):
        write(draw, root / name, picture(draw, draw.integer(2, 6), 4))
    (root / "notes.txt").write_text("not a picture")
    dataset = build(submission, root)
    return {"items": items(dataset), "accesses": accesses(dataset, root, 4, 12)}


@case(
    "Five endings in any case count, others do not",
    points=1,
    hint="Compare what follows the last dot, in lower case, with the five endings; root_dir may end in a slash.",
    **ONCE,
)
def file_endings(submission, draw):
    root = draw.scratch
    endings = draw.shuffled([*FORMATS, *map(str.upper, FORMATS), *map(draw.choice, MIXED_ENDINGS)])
    for place, ending in enumerate(endings):
        stem = draw.choice((f"{place}", f"{place}.2024", f"my {place}. picture", f"{place}.txt"))
        write(draw, root / ("left", "right")[place % 2] / f"{stem}{ending}", picture(draw, 8, 5))
    for name in OTHER_FILES:
        (root / draw.choice(("left", "right")) / name).write_text("not a picture")
    return items(build(submission, root, end="/"))


@case(
    "Every mode of picture becomes RGB",
    points=1,
    hint='Pillow\'s convert("RGB") handles L, LA, P, RGBA, CMYK and 1: call it on every picture.',
    **ONCE,
)
def modes(submission, draw):
    root = draw.scratch
    wanted = {
        "1.png": "1", "1.bmp": "1", "cmyk.jpg": "CMYK", "l.png": "L", "l.jpg": "L", "l.bmp": "L", "la.png": "LA",
        "p.png": "P", "p.bmp": "P", "rgba.png": "RGBA", "rgba.webp": "RGBA", "rgb.png": "RGB",
    }  # fmt: skip
    for name, mode in wanted.items():
        write(draw, root / draw.choice("ab") / name, picture(draw, 6, 5, mode))
    write(draw, root / "a" / "see-through.png", picture(draw, 4, 3, "P"), transparency=draw.integer(0, 256))
    write(draw, root / "b" / "half-through.png", picture(draw, 4, 3, "P"), transparency=draw.rng.bytes(256))
    return items(build(submission, root))


KINDS = (
    "RGB.png", "RGB square.PNG", "RGB tall.bmp", "RGB.jpg", "RGB.webp", "L.png", "LA.png", "P.png", "RGBA.png",
    "CMYK.jpg", "1.png",
)  # fmt: skip
SHAPES = {"square": (3, 3), "tall": (2, 4)}  # width and height, where not (4, 2)


def lopsided(draw: Any, width: int, height: int, mode: str) -> Image.Image:
    """A picture whose upper corners differ in red, even after it was squeezed."""
    while True:
        made = picture(draw, width, height, mode)
        upper = np.asarray(made.convert("RGB"))[0, :, 0].astype(int)
        if abs(upper[0] - upper[-1]) > 60:
            return made


@case(
    "Mirrored left to right in half of all accesses, anew each time",
    points=2,
    hint="Toss a coin in __getitem__ at each access, from a generator that is not seeded there; flip the last axis.",
    **ONCE,
)
def mirror(submission, draw):
    root = draw.scratch
    for place, name in enumerate(draw.shuffled(KINDS)):
        mode, *shape = name.split(".")[0].split()
        width, height = SHAPES[shape[0]] if shape else (4, 2)
        write(draw, root / "ab"[place % 2] / f"{place} {name}", lopsided(draw, width, height, mode))
    return accesses(build(submission, root), root, len(KINDS), 61, looks_fair_for_each)


@case(
    "Labels are Python ints, and a DataLoader can batch",
    points=0.5,
    hint="The label is an int, not a tensor or a text; the image is a plain float32 tensor.",
    **ONCE,
)
def batches(submission, draw):
    top = draw.scratch
    root = top / "three"
    for name in draw.shuffled(["a/1.png", "a/2.png", "b/1.png", "c/1.png", "c/2.png"]):
        write(draw, root / name, picture(draw, 5, 3))
    for name in ("two/a/1.png", "two/b/1.png", "flat/1.png"):
        write(draw, top / name)
    dataset = build(submission, root)
    for one in (dataset, build(submission, top / "two"), build(submission, top / "flat")):
        for index in range(len(one)):
            label = item(one, index)[1]
            if not isinstance(label, int) or isinstance(label, bool):
                raise Fault(f"the label is of type {type(label).__name__}, where a Python int belongs")
    loaded = list(DataLoader(dataset, batch_size=3))
    images = [image for batch, _ in loaded for image in batch]
    return {"length": len(dataset), "labels": [number(label) for _, some in loaded for label in some], "images": images}


@case(
    "Data sets don't disturb each other",
    points=0.5,
    hint="Keep the list of samples on self, with whole paths: nothing in the class or the module, and no os.chdir.",
    **ONCE,
)
def two_datasets(submission, draw):
    top = draw.scratch
    roots = [top / name for name in ("train", "test")]
    for root in roots:
        for name in draw.shuffled(["a/1.png", "b/1.png", "b/2.png"]):
            write(draw, root / name, picture(draw, 5, 3))
    write(draw, roots[1] / "aa" / "1.png")
    first = build(submission, roots[0])
    before = items(first)
    second = build(submission, roots[1])
    seen = {"first": before, "second": items(second), "first again": items(first)}
    write(draw, roots[0] / "a" / "new.png")
    return {**seen, "made anew after a picture was added": items(build(submission, roots[0]))}


def held_open(root: Path) -> bool:
    """Whether this process has a descriptor of one of the files below the root."""
    gc.collect()
    files = {(facts.st_dev, facts.st_ino) for facts in (path.stat() for path in root.rglob("*"))}
    for descriptor in range(3, 256):
        try:
            facts = os.fstat(descriptor)
        except OSError:
            continue
        if (facts.st_dev, facts.st_ino) in files:
            return True
    return False


@case(
    "Holds no file open, and an unpickled copy works alike",
    points=0.5,
    hint="Open pictures in __getitem__, in a with block; keep no files and no lambdas. A copy tosses its coin too.",
    **ONCE,
)
def pickled(submission, draw):
    root = draw.scratch
    kinds = {"a/1.png": "RGB", "a/2.jpg": "RGB", "a/3.png": "P", "b/1.webp": "RGBA", "b/2.bmp": "L", "b/3.bmp": "P"}
    for name in draw.shuffled(list(kinds)):
        write(draw, root / name, picture(draw, 5, 3, kinds[name]))
    dataset = build(submission, root)
    if held_open(root):
        raise Fault("a file is open after the dataset was made")
    first = items(dataset)
    if held_open(root):
        raise Fault("a file is open after the items were read")
    try:
        copy = pickle.loads(pickle.dumps(dataset))
    except Exception as error:
        raise Fault(f"the dataset can't be pickled: {type(error).__name__}: {str(error)[:120]}") from None
    seen = {"original": first, "copy": items(copy)}
    return {"items": seen, "accesses": accesses(copy, root, 4, 12)}
