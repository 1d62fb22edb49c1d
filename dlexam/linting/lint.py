"""Every fault of bank files at once: of their form, of what they say, and of how they fit together."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dlexam.bank import concepts, files
from dlexam.bank.faults import Fault
from dlexam.bank.files import Source
from dlexam.bank.library import Library
from dlexam.bank.loading import Loaded, kind_of, load
from dlexam.errors import DlexamError
from dlexam.linting import exams, questions
from dlexam.marking.patterns import PatternError
from dlexam.marking.patterns import compile as compile_pattern

__all__ = ["Fault", "lint"]


def lint(paths: Sequence[Path], context: Sequence[Path] = (), cache: Path | None = None) -> list[Fault]:
    """The faults of the banks (folders) or files at `paths`, by file and place.

    `context`: folders whose questions, topics, concepts and challenges may be referred to, and are not linted. A file
    is judged as a part of the bank that it lies in. Raises DlexamError for a path that doesn't exist or holds no bank.
    """
    roots = list(dict.fromkeys(_root(path) for path in paths))
    found = list(_Bank(roots, _loose(paths, roots), context, cache).faults())
    return sorted({fault for fault in found if _within(fault.file, paths)}, key=_place)


class _Bank:
    """All files under lint, loaded, and what they may refer to."""

    def __init__(
        self, roots: Sequence[Path], loose: Sequence[Source], context: Sequence[Path], cache: Path | None
    ) -> None:
        own = [root.resolve() for root in roots]
        self._folders = [*roots, *(folder for folder in context if folder.resolve() not in own)]
        self._own = len(roots)
        self._cache = cache
        every = files.sources(self._folders)
        self._beyond = [source for source in every if source.folder >= self._own]
        own_files = [source for source in every if source.folder < self._own]
        self._loaded = [(source, load(source.path, source.kind)) for source in (*own_files, *loose)]

    def faults(self) -> Iterator[Fault]:
        """All faults, in no particular order."""
        for _, loaded in self._loaded:
            yield from loaded.faults
        yield from self._duplicates()
        names = self._concepts()
        challenges = _challenges(self._folders)
        for source, loaded in self._loaded:
            if source.kind == "topic":
                yield from self._questions(loaded, names.get(source.folder, {}), challenges)
            else:
                yield from _bad_concepts(loaded, _named(source, loaded), names.get(source.folder, {}))
        yield from self._exams()

    def _questions(self, loaded: Loaded[Any], names: concepts.Concepts, challenges: set[str]) -> Iterator[Fault]:
        for index, question in loaded.parts:
            for problem in questions.problems(question, names, challenges):
                path = ("questions", index, *problem.path)
                yield loaded.fault(
                    problem.code, path, f"{question.id}: {problem.message}", problem.hint, problem.at_key
                )

    def _duplicates(self) -> Iterator[Fault]:
        first: dict[tuple[int, str, str], str] = {}
        for source, loaded in self._loaded:
            for path, id in _ids(source, loaded):
                fault = loaded.fault("duplicate-id", path, f"the id “{id}” is taken")
                where = first.setdefault((source.folder, source.kind, id), f"{fault.file}:{fault.line}")
                if where != f"{fault.file}:{fault.line}":
                    yield loaded.fault("duplicate-id", path, f"the id “{id}” is taken by {where}", "ids are unique")

    def _concepts(self) -> dict[int, dict[str, list[str]]]:
        """Folder -> the concepts that its questions see."""
        beyond = [(s, load(s.path, s.kind)) for s in self._beyond if s.kind == "concepts"]
        found = [(s.folder, got) for s, loaded in (*self._loaded, *beyond) if (got := _named(s, loaded))]
        shared: dict[str, list[str]] = {}
        for _, patterns in reversed(found):
            shared.update(patterns)
        own = dict(found)
        return {folder: {**shared, **own.get(folder, {})} for folder in range(-1, self._own)}

    def _exams(self) -> Iterator[Fault]:
        found = [(loaded, loaded.value) for source, loaded in self._loaded if source.kind == "exam" and loaded.value]
        if not found:
            return
        library = self._library()
        ids, topics = self._known(library)
        for loaded, blueprint in found:
            for problem in exams.problems(blueprint, ids, topics):
                yield loaded.fault(problem.code, problem.path, problem.message, problem.hint, problem.at_key)
            if library and not any(loaded.faults for _, loaded in self._loaded):
                for problem in exams.unmet(blueprint, library):
                    yield loaded.fault(problem.code, problem.path, problem.message, problem.hint)

    def _library(self) -> Library | None:
        """The bank with its context; the context alone while the bank itself can't be opened."""
        for folders in (self._folders, self._folders[self._own :]):
            try:
                return Library.open(folders, self._cache)
            except DlexamError:
                continue
        return None

    def _known(self, library: Library | None) -> tuple[set[str], set[str]]:
        ids = {id for source, loaded in self._loaded if source.kind == "topic" for _, id in _ids(source, loaded)}
        topics = {question.topic for _, loaded in self._loaded for _, question in loaded.parts}
        for each in library.summaries() if library else ():
            ids.add(each.id)
            topics.add(each.topic)
        return ids, topics


def _ids(source: Source, loaded: Loaded[Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The ids that a file gives out, also where the rest of it is faulty."""
    data = loaded.document.data if loaded.document else None
    if not isinstance(data, dict) or source.kind == "concepts":
        return
    if source.kind == "exam":
        parts: Iterable[tuple[tuple[str | int, ...], Any]] = [((), data)]
    else:
        questions = data.get("questions")
        parts = [(("questions", n), each) for n, each in enumerate(questions if isinstance(questions, list) else ())]
    for path, each in parts:
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            yield (*path, "id"), each["id"]


def _named(source: Source, loaded: Loaded[Any]) -> dict[str, list[str]]:
    """The concepts of a file; none, if it is another file or a faulty one."""
    value: Any = loaded.value
    return dict(value.concepts) if source.kind == "concepts" and value else {}


def _bad_concepts(loaded: Loaded[Any], own: concepts.Concepts, known: concepts.Concepts) -> Iterator[Fault]:
    for name, patterns in own.items():
        for index, pattern in enumerate(patterns):
            path = ("concepts", name, index)
            try:
                made = concepts.inline(pattern, known)
            except DlexamError as error:
                yield loaded.fault("unknown-concept", path, error.message.rstrip("."), error.hint)
            else:
                yield from _bad_pattern(loaded, path, made)


def _bad_pattern(loaded: Loaded[Any], path: tuple[str | int, ...], pattern: str) -> Iterator[Fault]:
    try:
        compile_pattern(pattern)
    except PatternError as error:
        yield loaded.fault("bad-pattern", path, str(error))


def _challenges(folders: Sequence[Path]) -> set[str]:
    """The ids of the challenges of content folders; a bank's own folder may be given too."""
    places = [place for folder in folders for place in (folder / "challenges", folder.parent / "challenges")]
    return {file.parent.name for place in places for file in place.glob("*/challenge.yaml")}


def _root(path: Path) -> Path:
    """The content folder that a path means: itself, or the one whose `topics/` or `exams/` it lies in."""
    if not path.exists():
        raise DlexamError(f"{path} does not exist.", "name a bank's folder or one of its files")
    for parent in (path, *path.absolute().parents):
        if parent.name in ("topics", "exams", "question_bank") and parent.is_dir():
            folder = parent.absolute() if parent.name == "question_bank" else parent.absolute().parent
            return folder.parent if folder.name == "question_bank" else folder
    return path if path.is_dir() else path.parent


def _loose(paths: Sequence[Path], roots: Sequence[Path]) -> list[Source]:
    """Files named by themselves that belong to no bank. A folder without any bank file is refused."""
    known = files.sources(roots)
    inside = [source.path.resolve() for source in known]
    loose = []
    for path in paths:
        if path.is_file() and path.resolve() not in inside:
            loose.append(Source(-1, path.name, path, kind_of(path)))
        elif path.is_dir() and not any(_within(source.path, [path]) for source in known):
            raise DlexamError(f"{path} holds no bank.", "a bank has topics/*.yaml and exams/*.yaml")
    return loose


def _within(file: Path, places: Sequence[Path]) -> bool:
    """Whether a file is one of these places or lies in one, as it is called or, through links, as it is."""
    forms = (os.path.abspath, os.path.realpath)
    return any(Path(form(file)).is_relative_to(form(place)) for form in forms for place in places)


def _place(fault: Fault) -> tuple[str, int, int, str, str]:
    return str(fault.file), fault.line, fault.column, fault.code, fault.message
