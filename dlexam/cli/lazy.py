"""A Typer group whose commands are imported only when they are called; their help lines are known up front."""

from __future__ import annotations

import importlib
from functools import partial
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup

from dlexam.cli.light import lighten


class LazyGroup(TyperGroup):
    """`commands_by_name`: name -> (module below `dlexam.cli`, help line). Each module holds `app: typer.Typer`.

    A module's `app` with a single command and no callback becomes that command; else a group of commands.
    """

    commands_by_name: ClassVar[dict[str, tuple[str, str]]] = {}

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order in which a learner meets them."""
        return list(self.commands_by_name)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, imported now; None where there is no such name."""
        if cmd_name not in self.commands_by_name:
            return None
        if cmd_name not in self.commands:
            module = importlib.import_module(f"dlexam.cli.{self.commands_by_name[cmd_name][0]}")
            self.commands[cmd_name] = _command(module.app)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As usual, with a suggestion where the name is nearly one of ours (none of which is imported for that)."""
        if args and not args[0].startswith("-") and args[0] not in self.commands_by_name:
            from difflib import get_close_matches

            close = get_close_matches(args[0], self.commands_by_name, n=1, cutoff=0.65)
            ctx.fail(f"There is no command “{args[0]}”." + (f" Did you mean “{close[0]}”?" if close else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands for `--help`, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.commands_by_name.items()])


def _command(app: typer.Typer) -> Any:
    """The Click command of an app, in our house's form: plain help texts, no options to install completion."""
    app.rich_markup_mode = None
    command = typer.main.get_command(app)
    command.params = [param for param in command.params if param.name not in ("install_completion", "show_completion")]
    _name_arguments(command)
    lighten(command)
    return command


def _name_arguments(command: Any) -> None:
    """Usage lines of a command and those below it without Typer's braces and doubled brackets."""
    for param in command.params:
        if param.param_type_name == "argument":
            param.get_usage_pieces = partial(_usage, param)
    for below in getattr(command, "commands", {}).values():
        _name_arguments(below)


def _usage(argument: Any, ctx: Any) -> list[str]:
    """How an argument stands in the usage line: as its metavar says it, in brackets if it may be left out."""
    name = argument.metavar or str(argument.name).upper()
    return [name if argument.required or name.startswith("[") else f"[{name}]"]
