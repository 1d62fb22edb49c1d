"""Normalisation as a table of 256 values for each channel; the mirror as an index; samples in a frozen dataclass."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch.utils.data import Dataset


@dataclass(frozen=True)
class Sample:
    path: str
    label: int


MEANS, DEVIATIONS = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
TABLE = torch.stack([(torch.arange(256) / 255 - mean) / std for mean, std in zip(MEANS, DEVIATIONS)])  # (3, 256)


class ImageFolderDataset(Dataset):
    def __init__(self, root_dir: str) -> None:
        by_class = {p.name: p for p in Path(root_dir).glob("*") if p.is_dir()} or {"": Path(root_dir)}
        self.samples = tuple(
            Sample(str(path), label)
            for label, name in enumerate(sorted(by_class))
            for path in sorted(by_class[name].glob("*.*"), key=lambda p: p.name)
            if path.suffix.casefold() in {".png", ".jpg", ".jpeg", ".bmp", ".webp"}
        )

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        sample = self.samples[index]
        with Image.open(sample.path) as file:
            bytes_ = torch.from_numpy(np.array(file.convert("RGB"))).long()  # (H, W, 3)
        columns = torch.arange(bytes_.shape[1])
        if np.random.rand() < 0.5:
            columns = columns.flip(0)
        planes = bytes_[:, columns].unbind(-1)
        return torch.stack([TABLE[channel][plane] for channel, plane in enumerate(planes)]), sample.label
