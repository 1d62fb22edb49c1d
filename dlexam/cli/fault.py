"""Our own faults: the traceback goes to a log file in the learner's folder, one short message to the screen."""

from __future__ import annotations

import datetime
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from dlexam import __version__, paths


def record(bug: BaseException, arguments: Sequence[str]) -> tuple[str, str]:
    """Write the log; give back the message and the hint for the person at the terminal."""
    text = _log_text(bug, arguments)
    for folder in (paths.home() / paths.LOGS, Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / f"dlexam-fault-{datetime.datetime.now():%Y%m%d-%H%M%S}.log"
            file.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return _message(bug), f"the details are in {file}; please send them with a report. Your session is safe"
    print(text, file=sys.stderr)  # nowhere to write: better on screen than lost
    return _message(bug), "the details are above; please send them with a report"


def _message(bug: BaseException) -> str:
    return f"This is our fault, not yours: {type(bug).__name__}."


def _log_text(bug: BaseException, arguments: Sequence[str]) -> str:
    where = f"dlexam {__version__}, Python {platform.python_version()}, {platform.platform()}"
    trace = "".join(traceback.format_exception(bug))
    return f"{where}\narguments: {list(arguments)!r}\n\n{trace}"
