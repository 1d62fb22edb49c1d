"""How a learner fared: gradings of practice and of exams count together; sittings are read once, the best is known."""

from __future__ import annotations

from pathlib import Path

from dlexam.bank.paper import ChallengeKey, Item, LettersKey, Option, Paper, PaperSection
from dlexam.exam import practice
from dlexam.exam.finishing import mark_all
from dlexam.exam.sitting import Sitting
from dlexam.exam.store import Store
from dlexam.grading.verdicts import FileResult, Verdict
from dlexam.progress import mastery, record, sittings
from dlexam.progress.attempts import NEW, by_challenge
from dlexam.progress.record import Answered, Attempt, Past


def graded(passed: bool, challenge: str = "cube", points: float = 3.0) -> FileResult:
    return FileResult(
        challenge=challenge, submission="x.py", passed=passed, points=10.0 if passed else points, max_points=10.0,
        verdict=Verdict.PASSED if passed else Verdict.FAILED, seed=1, seconds=0.1, isolation="full", devices=("cpu",),
        cases=(),
    )  # fmt: skip


def item(number: int, kind: str) -> Item:
    key = ChallengeKey(challenge="cube") if kind == "code" else LettersKey(letters=("b",))
    return Item(
        number=number, id=f"question-{number}", kind=kind, topic="basics", level=1, minutes=1.0, points=1.0,
        source=("test",), references=(), prompt="?", explain="", key=key, options=(Option("a", "A"), Option("b", "B")),
    )  # fmt: skip


PAPER = Paper(
    exam="trial", title="Trial", about="", minutes=60.0, pass_mark=70.0, seed=1, bank="none",
    sections=(PaperSection(id="all", title="All", minutes=None, items=(item(1, "single"), item(2, "code"))),),
)  # fmt: skip


def sit(home: Path, letter: str, source: str = "", passed: bool = False, end: str = "asked") -> str:
    with Store(home) as store:
        with Sitting.start(store, PAPER) as sitting:
            sitting.answer(1, letter)
            if source:
                sitting.submit(2, "x.py", source)
            if end:
                sitting.finish(end)
        if end == "asked":
            mark_all(store, sitting.session, lambda challenge, source, name: graded(passed, challenge))
    return sitting.session


def test_a_challenge_is_new_then_tried_then_passed_and_stays_so():
    attempts = [Attempt(challenge="cube", passed=passed, share=share) for passed, share in ((0, 0.2), (1, 1), (0, 0.5))]
    states = [by_challenge(attempts[:count]).get("cube", NEW).state for count in range(4)]
    assert states == ["new", "tried", "passed", "passed"]
    fared = by_challenge(attempts)["cube"]
    assert (fared.times, fared.best) == (3, 1)


def test_gradings_of_exams_and_of_practice_count_together(tmp_path):
    practice.note_grading(tmp_path, graded(False))
    practice.note_tick(tmp_path, "by-hand", True)
    sit(tmp_path, "b", "pass", passed=True)
    sit(tmp_path, "b")
    sit(tmp_path, "b", "pass", end="abandoned")
    seen = record.read(tmp_path)
    assert by_challenge(seen.attempts)["cube"].times == 2
    assert by_challenge(seen.attempts)["cube"].passed
    assert seen.tried == {"cube"}
    assert seen.passed == frozenset()
    assert seen.ticked == {"by-hand"}


def test_the_best_sitting_is_the_one_with_most_points_and_dropped_ones_do_not_count(tmp_path):
    assert sittings.best(()) is None
    sit(tmp_path, "a")
    best = sit(tmp_path, "b", "pass", passed=True)
    sit(tmp_path, "a", "pass")
    sit(tmp_path, "b", "pass", end="abandoned")
    with Store(tmp_path) as store:
        sat = sittings.read(store)
    assert sittings.best(sat).row.id == best
    assert len(sat) == 4
    assert [one.row.id for one in sittings.of_exam(sat, "trial")] == ["1", "2", "3"]
    assert sittings.of_exam(sat, "other") == ()


def test_what_is_not_marked_waits_and_an_open_sitting_waits_for_nothing(tmp_path):
    with Store(tmp_path) as store:
        with Sitting.start(store, PAPER) as sitting:
            sitting.answer(1, "b")
        (open_,) = sittings.read(store)
        assert not open_.over
        assert open_.waiting == 0
        with Sitting.resume(store) as sitting:
            sitting.finish("asked")
        (over,) = sittings.read(store)
    assert over.over
    assert over.waiting == 2


def past(wall: float, **shares: float) -> Past:
    answers = tuple(
        Answered(question=f"{topic}-1", topic=topic, points=1.0, share=share, provisional=False, challenge=None)
        for topic, share in shares.items()
    )
    return Past(session="1", exam="trial", wall=wall, answers=answers)


def test_all_topics_together_are_one_course_with_its_dates():
    together = mastery.overall([past(1.0, gans=0.0), past(2.0, losses=1.0), past(3.0, gans=0.5)])
    assert together.course == (0.0, 0.5, 0.75)
    assert together.when == (1.0, 2.0, 3.0)
    assert together.questions == 2
    assert mastery.overall([]) is None


def test_the_weakest_topics_come_first_and_known_ones_not_at_all():
    topics = mastery.by_topic([past(1.0, a=0.69, b=0.1, c=0.7, d=0.1, e=0.5)])
    assert [one.topic for one in mastery.weakest(topics)] == ["b", "d", "e"]
    assert [one.topic for one in mastery.weakest(topics, most=9)] == ["b", "d", "e", "a"]
