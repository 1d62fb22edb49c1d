"""A command-line examiner for deep learning: theory exams, graded challenges, an answer key to learn from."""

__version__ = "0.1.0"
