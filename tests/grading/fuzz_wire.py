"""`make fuzz`: feed the judge what atheris makes of real frames, guided by the coverage that it reaches in our code.

Ends with status 0 if nothing was found. A find is left in --finds; give it as an argument to replay it.
"""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

INSTRUMENTED = [
    "dlexam.grading.wire",
    "dlexam.grading.judge.cells",
    "dlexam.grading.judge.compare",
    "dlexam.grading.judge.referee",
]
with atheris.instrument_imports(include=INSTRUMENTED):
    from dlexam.grading.judge import cells, compare, referee  # noqa: F401

import wire_targets  # noqa: E402 - what it imports must have been instrumented


def main() -> None:
    """Fuzz for so many seconds or runs, or replay the inputs given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--runs", type=int, default=-1, help="stop after so many inputs, whatever the time")
    parser.add_argument("--finds", type=Path, default=Path("fuzz-finds"), help="where inputs that are finds are left")
    parser.add_argument("--corpus", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("input", nargs="*", type=Path, help="judge these files only")
    wanted = parser.parse_args()
    for path in wanted.input:
        print(f"{path}: {wire_targets.judged(path.read_bytes())}")
    if wanted.corpus:
        _fuzz(wanted)
    elif not wanted.input:
        with tempfile.TemporaryDirectory() as corpus:  # the fuzzer leaves its process without a farewell
            status = subprocess.run([sys.executable, *sys.argv, "--corpus", corpus]).returncode
        with contextlib.suppress(OSError):
            wanted.finds.rmdir()  # nothing was found
        sys.exit(status)


def _fuzz(wanted: argparse.Namespace) -> None:
    wanted.finds.mkdir(exist_ok=True)
    for number, seed in enumerate(wire_targets.seeds()):
        wire_targets.judged(seed)
        (wanted.corpus / f"seed-{number}").write_bytes(seed)
    options = ["-print_final_stats=1", "-max_len=16384", "-timeout=60", "-rss_limit_mb=4096", "-verbosity=1"]
    options += [f"-runs={wanted.runs}"] if wanted.runs >= 0 else [f"-max_total_time={wanted.seconds}"]
    options += [f"-artifact_prefix={wanted.finds}/", str(wanted.corpus)]
    atheris.Setup([sys.argv[0], *options], wire_targets.judged, custom_mutator=_mutator)
    atheris.Fuzz()


def _mutator(data: bytes, most: int, seed: int) -> bytes:
    """Every other time a change that knows frames, else one of libFuzzer's own."""
    changed = wire_targets.mutated(data, seed) if seed % 2 else atheris.Mutate(data, len(data))
    return changed[:most]


if __name__ == "__main__":
    main()
