"""Options of the plainest types without Pydantic, which recent Typers import (0.15 s) for all options but flags.

Only what needs no checking is taken here: what was not given, text, paths, and defaults that have their type already.
Everything else goes Typer's way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, get_args, get_origin


def lighten(command: Any) -> Any:
    """Change how a Click command, and those below it, read their parameters. Gives the command back."""
    for param in command.params:
        _lighten_param(param)
    command.get_help_option = partial(_help_option, command.get_help_option)  # --help is made when it is asked for
    for below in getattr(command, "commands", {}).values():
        lighten(below)
    return command


def _help_option(make: Callable[[Any], Any], ctx: Any) -> Any:
    option = make(ctx)
    if option is not None:
        _lighten_param(option)
    return option


def _lighten_param(param: Any) -> None:
    if hasattr(param, "type_descriptor") and not isinstance(param.process_value, partial):
        param.process_value = partial(_process, param, param.process_value)


def _process(param: Any, thorough: Callable[[Any, Any], Any], ctx: Any, value: Any) -> Any:
    if value in (None, (), []) and param.required:
        return thorough(ctx, value)
    several = param.multiple or param.nargs == -1
    made = _several(param, value) if several else _made(param, param.type_descriptor.annotation, value)
    if made is None and value is not None:
        return thorough(ctx, value)
    return param.callback(ctx, param, made) if param.callback else made


def _several(param: Any, value: Any) -> Any:
    kind = param.type_descriptor.annotation
    if not value:
        return ()
    if get_origin(kind) is not list:
        return None
    made = [_made(param, get_args(kind)[0], one) for one in value]
    return None if None in made else made


def _made(param: Any, kind: Any, value: Any) -> Any:
    """The value in its type; None where Typer has to look at it."""
    if kind in (str, int, float, bool) and type(value) is kind:
        return value
    checked = any(getattr(param.type_descriptor.parameter_info, check, False) for check in ("exists", "resolve_path"))
    if kind is Path and isinstance(value, str | Path) and not checked:
        return Path(value)
    return None
