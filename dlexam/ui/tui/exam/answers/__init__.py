"""Where questions are answered, a module for each way of answering. Texts are those that line mode takes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from dlexam.bank.paper import Item
from dlexam.exam.state import Jotting

if TYPE_CHECKING:
    from dlexam.ui.tui.exam.answers.pane import AnswerPane
    from dlexam.ui.tui.exam.grading import CodeDesk

_PANES = {  # imported at the first question of the kind: the first paint waits for one of them only
    "single": ("choices", "ChoicePane"),
    "multi": ("choices", "ChoicePane"),
    "numeric": ("line", "LinePane"),
    "short": ("line", "LinePane"),
    "order": ("order", "OrderPane"),
    "match": ("match", "MatchPane"),
    "open": ("essay", "EssayPane"),
    "design": ("essay", "EssayPane"),
}


def pane_for(item: Item, answer: str, jotting: Jotting, desk: CodeDesk) -> AnswerPane:
    """The pane in which this question is answered, holding the answer so far."""
    if item.kind == "code":
        from dlexam.ui.tui.exam.answers.code import CodePane

        return CodePane(item, answer, jotting, desk)
    module, name = _PANES[item.kind]
    made: AnswerPane = getattr(import_module(f"{__name__}.{module}"), name)(item, answer, jotting)
    return made
