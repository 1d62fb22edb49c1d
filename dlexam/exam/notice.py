"""A session that ended by the clock is told to whoever listens: the front end sets a listener, nothing here prints."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[str], None]  # is given the exam's title
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """From now on call this, and nothing set before, when a session is found to have run out of time."""
    _listeners[:] = [listener]


def time_was_up(title: str) -> None:
    """Tell the listener, if there is one."""
    for listener in _listeners:
        listener(title)
