# The two commands of a newcomer are `make exam` and `make test`; `make check` is what CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

.PHONY: help exam test check format bench marking-report pictures fuzz clean
.DEFAULT_GOAL := help

help:
	@echo "make exam    set up if need be, and sit the Stage 2 exam"
	@echo "make test    set up if need be, and run the tests"
	@echo "make check   what CI runs: format, lint, types, import contracts, content, tests (SEED=1)"
	@echo "make format  put every file into the house's format"
	@echo "make bench   measure start-up, grading, drawing and resuming on this machine"
	@echo "make marking-report  how far the marking of open answers agrees with marks given by hand"
	@echo "make pictures  draw the README's pictures of the screens anew"
	@echo "make fuzz    feed the judge what no cell should send, for SECONDS=60"
	@echo "make clean   remove the virtual environment"

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit("dlexam needs Python 3.11 or newer: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else None'
	@echo "Setting up $(VENV), once (PyTorch is a large download) ..." >&2
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.created pyproject.toml constraints.txt
	@$(PIP) --editable .
	@touch $@

$(VENV)/.develop: $(VENV)/.runtime
	@$(PIP) --editable '.[dev]'
	@touch $@

exam: $(VENV)/.runtime
	@$(BIN)/dlexam exam stage-2

test: $(VENV)/.develop
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: SEED = 1
check: $(VENV)/.develop
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dlexam bank lint
	$(BIN)/dlexam challenge check --quick --seed $(SEED)
	@$(MAKE) --no-print-directory test

format: $(VENV)/.develop
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.develop
	@$(BIN)/python -m benchmarks $(if $(WITH),--with $(WITH))

marking-report: $(VENV)/.develop
	@$(BIN)/python tests/marking/report.py

pictures: $(VENV)/.develop
	@PYTHONPATH=tests $(BIN)/python tests/ui/pictures.py

fuzz: SECONDS = 60
fuzz: $(VENV)/.develop
	$(BIN)/python tests/grading/fuzz_wire.py --seconds $(SECONDS)

clean:
	rm -rf $(VENV)
