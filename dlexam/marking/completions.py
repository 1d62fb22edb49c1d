"""One question to an OpenAI-compatible server: its answer's text within a time and a size, or EndpointError.

The protocol is that of `POST {base}/chat/completions`, with a JSON schema for the reply (`response_format`), as Ollama,
vLLM, llama.cpp and others serve it.
"""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

_LARGEST = 1 << 20  # bytes of a reply
_SECONDS = 60.0


class EndpointError(Exception):
    """The server can't be asked, or what it said is of no use: why, in half a sentence."""


class Message(Struct, frozen=True):
    """One turn of the conversation: "system" or "user", and its text."""

    role: str
    content: str


class Endpoint(Struct, frozen=True, kw_only=True):
    """Where to ask: the address that the server's API begins with, the model, and a key if it wants one."""

    base: str
    model: str
    key: str = ""
    seconds: float = _SECONDS  # for the whole of a question, however slowly the server drips

    @property
    def is_sound(self) -> bool:
        """Whether the address can be asked at all."""
        try:
            parts = urlsplit(self.base)
            return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            return False

    def ask(self, messages: Sequence[Message], schema: dict[str, Any]) -> str:
        """The text of the server's reply to these messages, which it was told to shape by a JSON schema."""
        wanted = {"type": "json_schema", "json_schema": {"name": "marks", "strict": True, "schema": schema}}
        body = {"model": self.model, "messages": messages, "temperature": 0, "response_format": wanted}
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        request = urllib.request.Request(
            f"{self.base.rstrip('/')}/chat/completions", msgspec.json.encode(body), headers, method="POST"
        )
        return _content(_within(self.seconds, request))


class _Choice(Struct):
    message: Message


class _Completion(Struct):
    choices: list[_Choice]


def _content(data: bytes) -> str:
    try:
        return msgspec.json.decode(data, type=_Completion).choices[0].message.content
    except (msgspec.MsgspecError, IndexError, UnicodeDecodeError, RecursionError):
        raise EndpointError("its reply is no chat completion") from None


class _NoDetours(urllib.request.HTTPRedirectHandler):
    """Answers go where the user said, and nowhere else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow no redirection: urllib then reports the status."""


def _within(seconds: float, request: urllib.request.Request) -> bytes:
    """The reply's bytes. A thread of its own, because a socket's timeout begins anew with each byte that drips in."""
    outcome: list[bytes | EndpointError] = []
    thread = threading.Thread(target=lambda: outcome.append(_fetched(seconds, request)), daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise EndpointError(f"it did not answer within {seconds:g} s")
    if isinstance(outcome[0], EndpointError):
        raise outcome[0]
    return outcome[0]


def _fetched(seconds: float, request: urllib.request.Request) -> bytes | EndpointError:
    try:
        with urllib.request.build_opener(_NoDetours).open(request, timeout=seconds) as reply:
            data: bytes = reply.read(_LARGEST + 1)
    except urllib.error.HTTPError as refused:
        return EndpointError(f"it answered with status {refused.code}")
    except TimeoutError:
        return EndpointError(f"it did not answer within {seconds:g} s")
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        return EndpointError(f"it can't be reached: {str(reason)[:80]}")
    return data if len(data) <= _LARGEST else EndpointError("its reply is longer than 1 MiB")
