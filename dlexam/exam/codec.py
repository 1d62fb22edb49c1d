"""Events as bytes and back; and what a list of sessions needs of a start, without decoding its whole paper."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from dlexam.exam.events import AnyEvent

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class _Key(Struct):
    challenge: str | None = None


class _Item(Struct):
    id: str
    key: _Key


class _Section(Struct):
    items: list[_Item]


class _Paper(Struct):
    exam: str
    title: str
    sections: list[_Section]


class StartHead(Struct, tag_field="event", tag="started"):
    """What a started event says about the session; the questions' texts and keys are skipped over."""

    wall: float
    allowed: float | None
    paper: _Paper

    @property
    def questions(self) -> list[str]:
        """The ids of all questions asked."""
        return [item.id for section in self.paper.sections for item in section.items]

    @property
    def challenges(self) -> list[str]:
        """The ids of the challenges among them."""
        return [item.key.challenge for section in self.paper.sections for item in section.items if item.key.challenge]


class Times(Struct):
    """When an event happened."""

    elapsed: float
    wall: float


class Boot(Struct):
    """What started and resumed say of the clocks."""

    elapsed: float
    boottime: float
    boot: str


class FinishHead(Struct, tag_field="event", tag="finished"):
    """What a list of sessions needs of a finish."""

    wall: float
    elapsed: float
    reason: str


def readable(text: str) -> str:
    """Text that can be stored: bytes that no one could decode come from a terminal as lone surrogates."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


@functools.cache
def _decoder() -> msgspec.json.Decoder[AnyEvent]:
    return msgspec.json.Decoder(AnyEvent)


@functools.cache
def _encoder() -> msgspec.json.Encoder:
    return msgspec.json.Encoder()


def kind(event: AnyEvent) -> str:
    """The event's name in the log: "answered", "finished", ..."""
    return str(type(event).__struct_config__.tag)


def encode(event: AnyEvent) -> bytes:
    """The event's body as stored."""
    return _encoder().encode(event)


def decode(bodies: Iterable[bytes]) -> list[AnyEvent]:
    """Events from their bodies. Raises msgspec.MsgspecError where one can't be read."""
    read = _decoder().decode
    return [read(body) for body in bodies]


def start_head(body: bytes) -> StartHead:
    """The head of a started event's body."""
    return msgspec.json.decode(body, type=StartHead)


def times(body: bytes) -> Times:
    """When the event of this body happened."""
    return msgspec.json.decode(body, type=Times)


def boot(body: bytes) -> Boot:
    """The clocks in a started or resumed event's body."""
    return msgspec.json.decode(body, type=Boot)


def finish_head(body: bytes) -> FinishHead:
    """The head of a finished event's body."""
    return msgspec.json.decode(body, type=FinishHead)
