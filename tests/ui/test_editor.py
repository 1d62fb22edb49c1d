"""The learner's own editor: what it saves counts, however it ends, unless the learner drops it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from dlexam.errors import DlexamError
from dlexam.ui.plain import editor


def an_editor(folder: Path, ends: str) -> str:
    """The command of an editor that writes "saved" and ends so."""
    script = folder / "editor.sh"
    script.write_text(f'#!/bin/sh\nprintf "saved" > "$1"\n{ends}\n')
    return f"sh '{script}'"


def edited(text: str = "before") -> str:
    return editor.edit(text, lambda _: None, lambda: math.inf)


@pytest.fixture(autouse=True)
def _no_other_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)


@pytest.mark.parametrize("ends", ["exit 0", "kill -9 $$", "kill -15 $$"])
def test_what_an_editor_had_saved_counts_though_it_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, ends))
    assert edited() == "saved"


def test_a_status_drops_the_text_but_not_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", an_editor(tmp_path, "exit 1"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(DlexamError, match="status 1: the answer is as it was") as failed:
        edited()
    assert failed.value.hint
    assert Path(failed.value.hint.removeprefix("what it had saved is in ")).read_text() == "saved"


def test_a_command_without_its_closing_quotation_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "'vim")
    with pytest.raises(DlexamError, match="VISUAL can't be read: no closing quotation"):
        edited()
