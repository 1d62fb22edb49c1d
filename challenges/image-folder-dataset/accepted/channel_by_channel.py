"""Splits the picture into bands and transposes by Pillow; a torch.Generator of its own that is seeded from the system."""

import os

import torch
from PIL import Image
from torch.utils.data import Dataset


class ImageFolderDataset(Dataset):
    STATS = {"R": (0.485, 0.229), "G": (0.456, 0.224), "B": (0.406, 0.225)}

    def __init__(self, root_dir):
        self.root = os.fspath(root_dir)
        subfolders = sorted(n for n in os.listdir(self.root) if os.path.isdir(f"{self.root}/{n}"))
        self.index = []
        if not subfolders:
            self.index = [(name, 0) for name in self._names(self.root)]
        for label, sub in enumerate(subfolders):
            self.index.extend((f"{sub}/{name}", label) for name in self._names(f"{self.root}/{sub}"))
        self.coin = torch.Generator()
        self.coin.seed()

    @staticmethod
    def _names(folder):
        kept = []
        for name in os.listdir(folder):
            stem, dot, ending = name.rpartition(".")
            if dot and ending.upper() in "PNG JPG JPEG BMP WEBP".split():
                kept.append(name)
        kept.sort()
        return kept

    def __len__(self):
        return len(self.index)

    def __getstate__(self):
        return {"root": self.root, "index": self.index}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.coin = torch.Generator()
        self.coin.seed()

    def __getitem__(self, index):
        name, label = self.index[index]
        picture = Image.open(os.path.join(self.root, name))
        picture.load()
        picture = picture.convert("RGB")
        if torch.bernoulli(torch.tensor(0.5), generator=self.coin):
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        planes = []
        for band, plane in zip("RGB", picture.split()):
            mean, std = self.STATS[band]
            values = torch.tensor(list(plane.tobytes()), dtype=torch.float32).view(plane.height, plane.width)
            planes.append((values - 255 * mean) / (255 * std))
        return torch.stack(planes), label
