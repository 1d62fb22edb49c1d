"""`python -m dlexam`: the same program as the `dlexam` command."""

from dlexam.cli.main import run

run()
