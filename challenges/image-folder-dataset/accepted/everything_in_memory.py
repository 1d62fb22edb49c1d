"""All pictures are read once and kept as bytes; only mirroring and normalising are left for the access."""

import os
import secrets

import numpy as np
import torch
from PIL import Image
from torch.utils.data import Dataset


class ImageFolderDataset(Dataset):
    def __init__(self, root_dir):
        names = sorted(next(os.walk(root_dir))[1])
        self.data = []
        for label, name in enumerate(names or ["."]):
            folder = os.path.join(root_dir, name)
            for file in sorted(next(os.walk(folder))[2]):
                if file.lower().rpartition(".")[1:] in ((".", e) for e in ("png", "jpg", "jpeg", "bmp", "webp")):
                    with Image.open(os.path.join(folder, file)) as picture:
                        self.data.append((np.array(picture.convert("RGB")), label))

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        pixels, label = self.data[index]
        if secrets.randbits(1):
            pixels = np.fliplr(pixels)
        image = np.moveaxis(pixels, -1, 0).astype(np.float64) / 255
        mean = np.array((0.485, 0.456, 0.406)).reshape(3, 1, 1)
        deviation = np.array((0.229, 0.224, 0.225)).reshape(3, 1, 1)
        return torch.tensor((image - mean) / deviation, dtype=torch.float32), label
