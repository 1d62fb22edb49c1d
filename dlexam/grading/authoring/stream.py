"""Many questions to a judge under way at once: each is answered by a call, which may ask more, until none is left.

A judge that dies takes with it what was under way. That is asked again, one by one: what kills a judge alone is told
so, and all the rest gets its answer.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from dlexam.grading.engine import Engine, JudgeDied

_WINDOW = 5  # under way at once: the judge's two workers never wait for the next

Answered = Callable[[dict[str, Any]], None]


class _Asked(Struct, frozen=True):
    request: dict[str, Any]
    then: Answered


class Stream:
    """Questions to the judge of one track, answered in any order."""

    def __init__(self, engine: Engine, track: str) -> None:
        self._engine = engine
        self._track = track
        self._queue: deque[_Asked] = deque()
        self._waiting: dict[int, _Asked] = {}
        self._suspects: deque[_Asked] = deque()  # under way when a judge died: asked again, each by itself
        self._alone = False
        self._numbers = itertools.count()

    def ask(self, request: dict[str, Any], then: Answered, soon: bool = False) -> None:
        """Ask, and call `then` with the judge's answer, `{"fault": ...}` included; `soon`: before all that waits."""
        asked = _Asked(request, then)
        self._queue.appendleft(asked) if soon else self._queue.append(asked)

    def answers(self, refill: Callable[[], bool]) -> Iterator[None]:
        """Work until all is answered, with a pause after each answer. `refill` asks more, and says if it did."""
        while True:
            self._send(refill)
            if not self._waiting:
                return
            self._hear()
            yield

    def _send(self, refill: Callable[[], bool]) -> None:
        if self._alone and not self._waiting:
            self._alone = bool(self._suspects)
            if self._suspects:
                return self._hand_over(self._suspects.popleft())
        while not self._alone and len(self._waiting) < _WINDOW and (self._queue or refill()):
            self._hand_over(self._queue.popleft())
        return None

    def _hand_over(self, asked: _Asked) -> None:
        number = next(self._numbers)
        self._waiting[number] = asked
        self._engine.send(self._track, {**asked.request, "id": number})

    def _hear(self) -> None:
        try:
            answer = self._engine.receive(self._track)
        except JudgeDied as died:
            lost = list(self._waiting.values())
            self._waiting.clear()
            if self._alone:
                lost[0].then({"fault": f"the judge died: {died}"})
            else:
                self._alone = True
                self._suspects.extend(lost)
            return
        self._waiting.pop(answer["id"]).then(answer)
