"""The case-writing kit: what `cases.py` imports. Runs in a cell as well as in the judge; free of torch by itself."""

from dlexam.grading.kit.cases import Case, Fault, case
from dlexam.grading.kit.draw import Draw

__all__ = ["Case", "Draw", "Fault", "case"]
