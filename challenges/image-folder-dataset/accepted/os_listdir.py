"""os.listdir and os.path throughout, numpy for the pixels, Python's random for the coin."""

import os
import random

import numpy as np
import torch
from PIL import Image
from torch.utils.data import Dataset

EXTENSIONS = {".png", ".jpg", ".jpeg", ".bmp", ".webp"}


class ImageFolderDataset(Dataset):
    mean = np.array([0.485, 0.456, 0.406], dtype=np.float32)
    std = np.array([0.229, 0.224, 0.225], dtype=np.float32)

    def __init__(self, root_dir):
        self.root_dir = root_dir
        self.classes = sorted(d for d in os.listdir(root_dir) if os.path.isdir(os.path.join(root_dir, d)))
        self.class_to_idx = {name: index for index, name in enumerate(self.classes)}
        self.image_paths = []
        self.labels = []
        for name in self.classes or [""]:
            folder = os.path.join(root_dir, name)
            for file in sorted(os.listdir(folder)):
                if os.path.splitext(file)[1].lower() in EXTENSIONS:
                    self.image_paths.append(os.path.join(folder, file))
                    self.labels.append(self.class_to_idx.get(name, 0))

    def __len__(self):
        return len(self.image_paths)

    def __getitem__(self, idx):
        image = Image.open(self.image_paths[idx]).convert("RGB")
        pixels = np.asarray(image, dtype=np.float32) / 255.0
        if random.random() < 0.5:
            pixels = pixels[:, ::-1]
        pixels = (pixels - self.mean) / self.std
        return torch.from_numpy(pixels.transpose(2, 0, 1).copy()), self.labels[idx]
