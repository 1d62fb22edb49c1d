"""Gradings and reviews as one self-contained HTML page each: no script, no network, nothing of a stranger's at work."""

from __future__ import annotations

from dlexam.ui.reports.html.grading import grading_page
from dlexam.ui.reports.html.review import Sitting, review_page

__all__ = ["Sitting", "grading_page", "review_page"]
