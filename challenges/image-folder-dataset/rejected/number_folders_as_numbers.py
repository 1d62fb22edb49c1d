"""Sorts the folders as numbers where all of their names are numbers."""
# caught by: sorted-order

import os

import numpy as np
import torch
from PIL import Image
from torch.utils.data import Dataset

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".webp")
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)


class ImageFolderDataset(Dataset):
    def __init__(self, root_dir):
        self.root_dir = root_dir
        names = [name for name in os.listdir(root_dir) if os.path.isdir(os.path.join(root_dir, name))]
        self.classes = sorted(names, key=int if all(name.isdecimal() for name in names) else str)
        self.samples = []
        for label, name in enumerate(self.classes or [""]):
            folder = os.path.join(root_dir, name)
            for file in sorted(os.listdir(folder)):
                if file.lower().endswith(ENDINGS):
                    self.samples.append((os.path.join(folder, file), label))

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        path, label = self.samples[index]
        with Image.open(path) as picture:
            pixels = np.array(picture.convert("RGB"))
        image = torch.from_numpy(pixels).permute(2, 0, 1).float() / 255
        if torch.rand(1).item() < 0.5:
            image = torch.flip(image, dims=[2])
        return (image - MEAN) / STD, label
