# Needs git, make and Python 3.11 or newer; everything else is installed into .venv from the locks.
PYTHON ?= python3
# choicedesign needs Python 3.12: the benchmarks take the newest there is, and leave it out on an older one.
BENCH_PYTHON ?= $(firstword \
	$(foreach one,python3.14 python3.13 python3.12,$(shell $(one) -c "" 2>/dev/null && echo $(one))) $(PYTHON))
BIN := .venv/bin
STUDY := designs/gegevensdeling
DEMO_DB := responses/demo.db
DEMO_PORT ?= 8123

# Of make fuzz, and of make mutants.
SECONDS ?= 60
MODULE ?= dce/disclosure/tables.py
TESTS ?= tests/disclosure
# Where a release goes.
RELEASE ?= build/release

.PHONY: demo serve test test-long test-pages lint audit bench faults notebook validate validate-peers attacks fuzz mutants sbom wheel \
	release setup lock clean

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dce needs Python 3.11 or newer")'
	@echo "Setting up .venv from requirements.lock: about a minute."
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

demo: .venv/ready  ## the whole way with 50 invented people who walk the real survey over HTTP
	rm -f $(DEMO_DB) $(DEMO_DB)-wal $(DEMO_DB)-shm $(DEMO_DB).key
	$(BIN)/dce check $(STUDY)
	$(BIN)/dce design $(STUDY)
	$(BIN)/dce inspect $(STUDY)
	@$(BIN)/dce serve $(STUDY) --database $(DEMO_DB) --synthetic --port $(DEMO_PORT) & server=$$!; \
		trap 'kill $$server; wait $$server' EXIT; \
		$(BIN)/dce simulate $(STUDY) --people 50 --seed 1 --through-web http://127.0.0.1:$(DEMO_PORT)
	$(BIN)/dce report $(STUDY) --answers $(DEMO_DB)
	$(BIN)/dce rank $(STUDY) --answers $(DEMO_DB)
	@echo "The report: $(CURDIR)/analysis/gegevensdeling/report.html"

serve: .venv/ready  ## the survey on http://127.0.0.1:8000, answers in responses/dce.db
	test -f $(STUDY)/design.csv || $(BIN)/dce design $(STUDY)
	$(BIN)/dce serve $(STUDY)

# A compiled function does not notice a change in a module it imports from, so any change here compiles all anew;
# nothing that is compiled imports from these four folders.
.venv/compiled: .venv/ready-dev tests/compile_first.py \
		$(shell find dce -name '*.py' -not -path 'dce/cli/*' -not -path 'dce/web/*' -not -path 'dce/store/*' -not -path 'dce/report/*')
	find dce -name '*.nb[ci]' -delete
	$(BIN)/python tests/compile_first.py
	touch $@

test: .venv/compiled  ## two processes, the tests of a file together, the many short ones last
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not pages and not long"

test-long: .venv/compiled .venv-release/ready  ## what takes hundreds of invented studies, many whole searches or whole documents to show
	$(BIN)/pytest -n 2 --dist loadfile -m long

test-pages: .venv/ready-dev  ## the rest of the tests: every page in a real browser, narrow, enlarged, by keyboard, in house style
	$(BIN)/pytest -n 2 --dist loadfile -m pages

lint: .venv/ready-dev .venv-release/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy dce
	$(BIN)/lint-imports
	.venv-release/bin/hadolint deploy/Containerfile

# Asks the package index for known faults of what the locks pin; what it cannot tell of is a failure too. Not part of
# "make test": it needs the network, and its answer changes without a change here.
.venv-audit/ready:
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/pip install -qq --disable-pip-version-check pip-audit
	touch $@

audit: .venv-audit/ready  ## known faults in the libraries that the locks pin; needs the package index
	for lock in requirements.lock requirements-dev.lock; do \
		.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement $$lock || exit 1; done

notebook: .venv/ready-dev  ## the analysis as a notebook beside its script, without outputs
	$(BIN)/python analysis/make_notebook.py

.venv-release/ready: requirements-release.lock
	$(PYTHON) -m venv --clear .venv-release
	.venv-release/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements-release.lock
	touch $@

sbom: .venv-release/ready  ## what is in an installation, of the lock: CycloneDX, checked, the same bytes for one commit
	.venv-release/bin/python deploy/release.py sbom $(RELEASE)

wheel: .venv/ready  ## of the last commit, built twice: the same bytes
	$(BIN)/python deploy/release.py wheel $(RELEASE)

release: .venv/ready .venv-release/ready  ## wheel, source, SBOM and their checksums; deploy/README.md tells how to sign them
	rm -rf $(RELEASE)
	$(BIN)/python deploy/release.py wheel $(RELEASE)
	$(BIN)/python deploy/release.py source $(RELEASE)
	.venv-release/bin/python deploy/release.py sbom $(RELEASE)
	$(BIN)/python deploy/release.py sums $(RELEASE)
	$(BIN)/python deploy/release.py check $(RELEASE)

.venv-bench/ready: requirements.lock requirements-bench.lock
	$(BENCH_PYTHON) -m venv --clear .venv-bench
	.venv-bench/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	.venv-bench/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements-bench.lock
	.venv-bench/bin/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# oTree pins old versions of what others use: it has an environment of its own, and starts as a command.
.venv-otree/ready: requirements-otree.lock
	$(BENCH_PYTHON) -m venv --clear .venv-otree
	.venv-otree/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements-otree.lock
	touch $@

bench: .venv-bench/ready .venv-otree/ready  ## ours beside the peers', in environments of their own; WORK="ordered survey" does only those
	.venv-bench/bin/python tests/benchmarks/run.py $(WORK)

faults: .venv/ready-dev  ## power cuts, killed workers, touched files: a table of what was acknowledged, lost and refused
	$(BIN)/python tests/faults/fault_table.py

attacks: .venv/compiled  ## every entry of ../shared/attacks.yaml by its tests, with a table: entry, result, tests
	PYTHONPATH=tests $(BIN)/pytest -q -p attack_table

.venv-fuzz/ready: requirements.lock requirements-dev.lock requirements-fuzz.lock
	$(PYTHON) -m venv --clear .venv-fuzz
	.venv-fuzz/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	.venv-fuzz/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	.venv-fuzz/bin/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

fuzz: .venv-fuzz/ready  ## every reader by Atheris, SECONDS each: a table of cases, places reached and what was found
	.venv-fuzz/bin/python tests/fuzz/fuzz_table.py $(SECONDS) $(READERS)

mutants: .venv-fuzz/ready  ## MODULE changed in one place at a time: which changes TESTS do not notice
	.venv-fuzz/bin/python tests/mutation/mutants.py $(MODULE) $(TESTS)

validate: .venv/ready-dev  ## simulated studies whose truth is known, minutes; writes analysis/validation/summary.csv
	OMP_NUM_THREADS=1 $(BIN)/python tests/validation/validate.py $(SEEDS)

.venv-peers/ready:
	$(BENCH_PYTHON) -m venv --clear .venv-peers
	.venv-peers/bin/pip install -qq --disable-pip-version-check biogeme xlogit
	touch $@

validate-peers: .venv/ready-dev .venv-peers/ready  ## the scripts for other programs, run by them, beside our estimates
	$(BIN)/python tests/validation/peers_scripts.py .venv-peers/bin/python

lock:  ## take newer versions within pyproject.toml's ranges; pins with hashes, no index address
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra build --extra dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock
	printf 'psycopg[binary,pool]>=3.2\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --constraint requirements.lock - -o requirements-postgres.lock
	printf 'choicedesign; python_version >= "3.12"\ndistributed\ngunicorn\npsycopg[binary,pool]\npyDOE3\nscikit-learn\nxlogit\n' | \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--constraint requirements.lock - -o requirements-bench.lock
	printf 'otree>=6,<7\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate - -o requirements-otree.lock
	printf 'cyclonedx-bom>=7.5\ncyclonedx-python-lib[json-validation]\nhadolint-bin>=2.15\n' | \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--constraint requirements-dev.lock - -o requirements-release.lock
	printf 'atheris>=3,<3.1\ncosmic-ray>=8.4\n' | \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--constraint requirements-dev.lock - -o requirements-fuzz.lock

clean:
	rm -rf .venv .venv-audit .venv-bench .venv-otree .venv-peers .venv-release .venv-fuzz build *.egg-info
