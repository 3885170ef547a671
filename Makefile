# Perron: every recipe, one line each. `make help` prints this list.
SHELL := /bin/bash
BIN := .venv/bin
SHARED := -n auto --dist loadfile --no-loadscope-reorder
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo run test check trust audit bench format lock docs sample clean

help: ## print this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: .venv/base.stamp ## install what is needed, show the site on Paris, invented people (OPEN=0: no browser, PORT=…)
	@scripts/assets.sh && scripts/messages.sh compile
	@PERRON_STATIC=.venv/static $(BIN)/perron-site demo $(if $(PORT),--port $(PORT)) $(if $(filter 0,$(OPEN)),--no-open)

run: .venv/base.stamp ## the site on this machine, empty at first; data in perron-data (OPEN=0, PORT=…)
	@scripts/assets.sh && scripts/messages.sh compile
	@PERRON_STATIC=.venv/static $(BIN)/perron-site run $(if $(PORT),--port $(PORT)) $(if $(filter 0,$(OPEN)),--no-open)

test: .venv/dev.stamp ## install what the tests need and run everything
	@scripts/system-packages.sh
	@scripts/assets.sh && scripts/messages.sh compile
	@$(BIN)/python tests/prepared.py > .venv/prepared.log 2>&1 & made=$$!; \
	$(MAKE) --no-print-directory check && wait $$made || { cat .venv/prepared.log; exit 1; }
	@$(BIN)/pytest -n 2 --dist loadfile tests/browser > .venv/browser.log 2>&1 & browser=$$!; \
	$(BIN)/pytest $(SHARED) --ignore=tests/browser \
	&& $(BIN)/python tests/servers.py $(BIN)/pytest $(SHARED) src/perron_web tests/system/test_api_matrix.py; rest=$$?; \
	wait $$browser; shown=$$?; tail -n 60 .venv/browser.log; exit $$((rest || shown))

check: .venv/dev.stamp ## lint, format, types, import rules, sizes: seconds
	@$(BIN)/ruff check -q . && $(BIN)/ruff format -q --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/bandit -q -r -c pyproject.toml src
	@$(BIN)/lint-imports --no-cache > .venv/imports.log || { cat .venv/imports.log; exit 1; }
	@$(BIN)/pytest -q tests/system -k "sizes or docstrings or repository"

trust: .venv/dev.stamp ## kill -9, storms, cuts, bursts at published sizes (half an hour); figures in trust-out/
	@scripts/system-packages.sh
	@scripts/assets.sh && scripts/messages.sh compile
	@PERRON_TRUST=full $(BIN)/pytest -n 0 -s tests/trust tests/system/test_docs.py $(if $(ONLY),-k $(ONLY))
	@$(if $(ONLY),,$(BIN)/python tests/servers.py $(BIN)/pytest -n auto tests/system/test_access_matrix.py tests/system/test_controls_hidden.py)

audit: .venv/dev.stamp ## ask whether a locked dependency has a known flaw (needs the network)
	@for set in base dev; do $(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements/$$set.txt || exit 1; done

bench: .venv/bench.stamp ## measure against the peers, side by side; prints ratios (FULL=1: national sizes)
	@for file in benchmarks/bench_*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

format: .venv/dev.stamp ## put the code in its form
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

lock: ## lock the dependencies again, with hashes
	@scripts/lock.sh

docs: .venv/dev.stamp ## print the reference pages again from the code
	@for page in tables commands settings api; do PERRON_LANG=en $(BIN)/python scripts/reference_$$page.py; done

sample: .venv/dev.stamp ## rebuild the Paris sample from raw files (DATA=folder)
	@$(BIN)/python scripts/build_sample.py --data $(DATA)

clean: ## remove what was made here, the environment included
	@rm -rf .venv demo build dist bench-out .mypy_cache .ruff_cache .hypothesis

.venv/base.stamp: requirements/base.txt pyproject.toml
	@scripts/install.sh base
.venv/dev.stamp: requirements/dev.txt .venv/base.stamp
	@scripts/install.sh dev
.venv/bench.stamp: requirements/bench.txt .venv/dev.stamp
	@scripts/install.sh bench
