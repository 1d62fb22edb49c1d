"""Pictures in class folders as a map-style dataset; normalisation constants and mirroring as used for ImageNet."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import Dataset

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".webp")
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)


class ImageFolderDataset(Dataset[tuple[Tensor, int]]):
    """Each sub-folder of `root_dir` is a class; a root without sub-folders is the one class 0.

    Items are (image, label): float32 (3, H, W), normalised, mirrored left to right in half of all accesses; and an int.
    """

    def __init__(self, root_dir: str) -> None:
        root = Path(root_dir)
        folders = sorted((entry for entry in root.iterdir() if entry.is_dir()), key=lambda folder: folder.name)
        self.samples = [(path, label) for label, folder in enumerate(folders or [root]) for path in _pictures(folder)]

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        path, label = self.samples[index]
        with Image.open(path) as file:
            pixels = np.array(file.convert("RGB"))  # (H, W, 3), bytes
        image = torch.from_numpy(pixels).permute(2, 0, 1).float() / 255  # (3, H, W) in [0, 1]
        if torch.rand(()) < 0.5:
            image = image.flip(-1)
        return (image - MEAN) / STD, label


def _pictures(folder: Path) -> list[Path]:
    """The pictures directly in a folder, by name."""
    found = [path for path in folder.iterdir() if path.name.lower().endswith(ENDINGS)]
    return sorted(found, key=lambda path: path.name)
