# make demo   plan the sample team's week and say where to look
# make test   every check and test
# make bench  the slow benchmarks: target, measured, peer
# make lock   renew the pinned, hashed locks

PYTHON ?= python3
BIN := .venv/bin
# trust what the machine trusts, as pip does: behind a company's proxy uv would find no index
export UV_SYSTEM_CERTS ?= true
PIP_INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --group build pyproject.toml

# the suite starts hundreds of processes: none but the first should compile all modules anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check suite bench lock clean

demo: .venv/demo.stamp
	@test -f demo/rotacast.toml || $(BIN)/rotacast init demo --sample
	$(BIN)/rotacast plan demo

# checks, compilation and tests side by side: none fills two cores alone
test: .venv/dev.stamp .browser/stamp
	@$(MAKE) --no-print-directory -j3 check suite

suite: .venv/solver.stamp .venv/planner.stamp .browser/stamp
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --doctest-modules --ignore-glob='tests/benchmarks/*timefold*' planner forecasting solver scenarios api tests

check: .venv/dev.stamp .browser/stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: .venv/dev.stamp
	$(BIN)/python -m tests.benchmarks.run

.venv/uv.stamp: requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rotacast needs Python 3.11 or newer; set PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

.venv/demo.stamp: .venv/uv.stamp requirements-demo.txt pyproject.toml
	$(PIP_INSTALL) --require-hashes -r requirements-demo.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/uv.stamp requirements-dev.txt pyproject.toml
	$(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@ .venv/demo.stamp

# inner loops are compiled once, or else every worker of the suite would; those of a changed file
# are in others that call them, which numba does not see
LOOPS := solver/columns.py $(shell grep -rlE 'njit|compiled import' --include='*.py' planner solver)

.venv/loops.stamp: .venv/dev.stamp $(LOOPS)
	@find planner solver -name '*.nb[ci]' -delete
	@touch $@

.venv/solver.stamp: .venv/loops.stamp
	@$(BIN)/python -m pytest -n0 -q tests/solver/test_solver_warm_up.py
	@touch $@

.venv/planner.stamp: .venv/loops.stamp
	@$(BIN)/python -m pytest -n0 -q tests/scenarios/test_certainty.py \
		tests/scenarios/test_judge_verdicts.py::test_two_queues_of_one_team_are_judged_together
	@touch $@

.browser/stamp: tests/browser/install.sh
	@sh tests/browser/install.sh .browser
	@mkdir -p .browser && touch $@

lock:
	$(COMPILE) --extra demo -o requirements-demo.txt
	$(COMPILE) --extra demo --extra dev -o requirements-dev.txt
	echo uv | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-header --no-annotate --no-emit-index-url - -o requirements-uv.txt

clean:
	rm -rf .venv .browser .mypy_cache .pytest_cache .ruff_cache .hypothesis demo
