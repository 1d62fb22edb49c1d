"""A chain of small transform objects, as in torchvision, with a generator of its own."""

import os

import numpy as np
import torch
from PIL import Image
from torch.utils.data import Dataset


class ToTensor:
    def __call__(self, picture):
        return torch.as_tensor(np.array(picture), dtype=torch.float32).permute(2, 0, 1).contiguous() / 255


class RandomHorizontalFlip:
    def __init__(self, p=0.5):
        self.p = p
        self.rng = np.random.default_rng()

    def __call__(self, image):
        return torch.flip(image, dims=[2]) if self.rng.random() < self.p else image


class Normalize:
    def __init__(self, mean, std):
        self.mean = torch.tensor(mean).reshape(-1, 1, 1)
        self.std = torch.tensor(std).reshape(-1, 1, 1)

    def __call__(self, image):
        return image.sub(self.mean).div(self.std)


class Compose:
    def __init__(self, *steps):
        self.steps = steps

    def __call__(self, value):
        for step in self.steps:
            value = step(value)
        return value


class ImageFolderDataset(Dataset):
    def __init__(self, root_dir):
        super().__init__()
        self.files, self.targets = [], []
        with os.scandir(root_dir) as entries:
            folders = sorted(entry.path for entry in entries if entry.is_dir())
        for target, folder in enumerate(folders if folders else [root_dir]):
            with os.scandir(folder) as entries:
                names = sorted(
                    e.name for e in entries if e.name.lower().endswith((".png", ".jpg", ".jpeg", ".bmp", ".webp"))
                )
            self.files += [os.path.join(folder, name) for name in names]
            self.targets += [target] * len(names)
        self.transform = Compose(
            ToTensor(), RandomHorizontalFlip(), Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
        )

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, i):
        with Image.open(self.files[i]) as picture:
            return self.transform(picture.convert("RGB")), self.targets[i]
