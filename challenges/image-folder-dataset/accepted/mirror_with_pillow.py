"""Pillow mirrors; torch.tensor of the raw bytes; torch's own generator tosses the coin."""

from pathlib import Path

import torch
from PIL import Image, ImageOps
from torch.utils.data import Dataset


def _is_image(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in (".png", ".jpg", ".jpeg", ".bmp", ".webp")


class ImageFolderDataset(Dataset):
    def __init__(self, root_dir, transform=None):
        root = Path(root_dir)
        self.transform = transform
        self.classes = sorted(entry.name for entry in root.iterdir() if entry.is_dir())
        if self.classes:
            self.samples = [
                (file, label)
                for label, name in enumerate(self.classes)
                for file in sorted(filter(_is_image, (root / name).iterdir()))
            ]
        else:
            self.samples = [(file, 0) for file in sorted(filter(_is_image, root.iterdir()))]

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        path, label = self.samples[index]
        with path.open("rb") as stream:
            picture = Image.open(stream).convert("RGB")
        if torch.rand(1).item() > 0.5:
            picture = ImageOps.mirror(picture)
        width, height = picture.size
        flat = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
        image = flat.reshape(height, width, 3).movedim(-1, 0).to(torch.float32).div(255)
        image -= torch.tensor([0.485, 0.456, 0.406])[:, None, None]
        image /= torch.tensor([0.229, 0.224, 0.225])[:, None, None]
        return (self.transform(image) if self.transform else image), label
