"""A dataset over a folder of pictures."""

import torch
from torch.utils.data import Dataset


class ImageFolderDataset(Dataset):
    """Pictures of the sub-folders of `root_dir`, normalised and mirrored at random, with their class."""

    def __init__(self, root_dir: str) -> None:
        raise NotImplementedError(
            "ImageFolderDataset.__init__ is still to be written: list the pictures and their labels"
        )

    def __len__(self) -> int:
        raise NotImplementedError("ImageFolderDataset.__len__ is still to be written: return the number of pictures")

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        raise NotImplementedError("ImageFolderDataset.__getitem__ is still to be written: return (image, label)")
