# The front door: each target is one line to a command; `make help` is made from the ## comments.
# Written for GNU Make 3.81 and later: macOS has that one.

## Options, given after the target:
##   COUNTRY=KG        country of the report: KG, KZ, TJ, TM, UZ, AF, PK; ALL is the region
##   YEAR=2014         US fiscal year: 2014 is 1 October 2013 to 30 September 2014; or final
##   PERIOD=Q2         quarter or half of the year: Q1 to Q4, H1 or H2; the whole year if not given
##   NOTEBOOK=brief    the notebook in notebooks/ that the report is made from; annual_report if
##                     not given, and for reports those that params/programme.yml names
##   EDITION=public    for everybody: without finance, small counts of people hidden, in
##                     reports/_output/public; the donor's edition if not given
##   LANGUAGE=ru,en    languages of the report; all if not given
##   FORMAT=pdf,html   formats of the report: pdf, html, docx, xlsx; pdf,html if not given
##                     check: table, json, csv or html; table if not given
##   ENGINE=auto       auto, quarto or embedded; auto takes Quarto where it is installed
##   REGISTERS=DIR     registers: a directory, a workbook, or an address (https, s3, a database)
##   FROM=FILE         import: the workbook, file, directory or address to clean
##   PARAMS=DIR        parameters of the same shape as the shipped params
##   OUTPUT=DIR        where the files go; reports/_output (demo-registers: rrs_data/registers,
##                     register-templates: register-templates, import: imported)
##                     check: a file for the findings; printed if not given
##   WORKERS=N         reports made side by side; one per core if not given
##   CLUSTER=ADDRESS   make the reports on a Dask cluster, such as tcp://scheduler:8786; or local
##   EXPLAIN=1         say for each report why it is made again or kept
##   FORCE=1           make every report again, also where nothing has changed
##   FIGURE=RRS-3      explain: the figure, or a part of it: FIGURE="RRS-1[sex=F]"
##   ROWS=1            explain: print the counted rows too
##   REPORT=FILE       verify: a report (PDF, HTML, Word, Excel), or its directory, that somebody received
##   PUBLISHED=DIR     where publications lie; reports/published
##   DATE=2014-12-29   publish: the day on which the report is sent; today if not given
##   DONOR_MARK=0      leave out the donor's marking, where it is waived for safety
##   STRICT=0          let a report through as a draft where reasons for deviations are missing
##   SCALE=N           demo-registers: N times as many rows
##   EXPORT=FILE       narrative: the Word file to write the texts of a report into
##   IMPORT=FILE       narrative: the reviewed Word file to take them from
##   SECONDS=N         fuzz: for so long; 20 if not given
##   NAME=visit        new-notebook: the name of the notebook
##   DIR=../ours       new-programme: a new directory for it
##   COUNTRIES=KE,TZ   new-programme: its countries, by their ISO 3166 codes
##   CURRENCY=EUR      new-programme: the currency in which it reports
##   FIRST_MONTH=1     new-programme: the month with which its reporting years begin
##   START=2026-01-01  new-programme: its first day; that of the current year if not given
##   END=2028-12-31    new-programme: its last day; three years later if not given
##   ARGS=...          test: arguments for pytest, such as ARGS="-k periods"; bench, lab: its options
##   PYTHON=python3    the Python to make the environment with: 3.11 to 3.14
OPTIONS := COUNTRY YEAR PERIOD NOTEBOOK EDITION LANGUAGE FORMAT ENGINE REGISTERS FROM PARAMS OUTPUT STRICT DONOR_MARK SCALE \
    WORKERS EXPLAIN FORCE CLUSTER FIGURE ROWS REPORT NAME PUBLISHED DATE EXPORT IMPORT SECONDS DIR COUNTRIES CURRENCY FIRST_MONTH START END

# Many desktops set LANGUAGE for their own purpose (en_US:en): only the command line's counts here.
from_desktop = $(if $(filter LANGUAGE,$(1)),$(filter-out command,$(firstword $(origin $(1)))))
GIVEN := $(foreach option,$(OPTIONS),$(if $(value $(option)),$(if $(call \
    from_desktop,$(option)),,$(option))))

# A value reaches its command as it was typed, through the environment: make expands nothing in it,
# the shell never sees it, and an address with a password stands in no list of processes.
$(foreach option,$(GIVEN),$(eval override $(option) := $$(value $(option)))$(eval \
    export RRS_$(option) := $$(value $(option))))
flag = $(if $(filter $(1),$(GIVEN)),--$(2)="$$RRS_$(1)")

# The environment: an active one that conda made from environment.yml, or else .venv.
ENVIRONMENT := $(if $(filter rrs-reports,$(CONDA_DEFAULT_ENV)),$(CONDA_PREFIX),.venv)
STAMP := $(ENVIRONMENT)/made-from-requirements.lock
READY = @exec "$(ENVIRONMENT)/bin/python"

TARGETS := help report reports watch narrative explain verify publish check duplicates import upgrade register-templates \
    lab new-notebook new-programme test bench fuzz bench-registers lint format clean distclean environment quarto \
    demo-registers figures texts lock
.PHONY: $(TARGETS)

help: ## this text
	@awk '/^## /{print substr($$0, 4)} \
	    /^[a-z-]+:.*## /{split($$0, part, /:.*## /); lines = lines sprintf("  make %-18s %s\n", part[1], part[2])} \
	    END{printf "\nTargets:\n%s", lines}' Makefile

report: ## one report: make report COUNTRY=KG YEAR=2014
	$(READY) -m reports report

reports: ## every report of the programme, the regional ones included; or make reports PERIOD=Q2
	$(READY) -m reports reports

watch: ## one report as HTML, made anew when anything is saved: make watch COUNTRY=KG YEAR=2014
	$(READY) -m tools.watch

narrative: ## texts to Word and back: EXPORT=texts.docx COUNTRY=KG YEAR=2014 LANGUAGE=en; IMPORT=reviewed.docx
	$(READY) -m tools.narrative

explain: ## how a figure was counted: make explain COUNTRY=KG YEAR=2014 FIGURE=RRS-3; also FORMAT=csv|json
	$(READY) -m reports explain

verify: ## is a received report what is made here, or was published? make verify REPORT=path/to.pdf
	$(READY) -m reports verify

publish: ## freeze the figures of a report that is sent: make publish COUNTRY=KG YEAR=2014
	$(READY) -m reports publish

check: ## check registers and print what is found: make check REGISTERS=DIR FORMAT=html OUTPUT=FILE
	$(READY) -m reports check

duplicates: ## propose probable duplicates: make duplicates REGISTERS=DIR writes duplicates.csv there
	$(READY) -m reports duplicates

# Its kernel loads modules again that were changed (autoreload). Root may run it, as in a container.
lab: ## open a notebook in JupyterLab: make lab NOTEBOOK=brief ARGS="--no-browser"
	@if [ "$$(id -u)" -eq 0 ]; then set -- --allow-root; \
	    echo "==> You are root, as in a container: JupyterLab is started with --allow-root"; fi; \
	    export JUPYTER_PATH="$(CURDIR)/tools/jupyter$${JUPYTER_PATH:+:$$JUPYTER_PATH}"; \
	    exec "$(ENVIRONMENT)/bin/python" -m jupyterlab --ServerApp.root_dir=. \
	    --LabApp.default_url="/lab/tree/notebooks/$${RRS_NOTEBOOK:-annual_report}.ipynb" "$$@" $(ARGS)

new-notebook: ## write a small notebook to start from: make new-notebook NAME=visit
	$(READY) -m tools.notebooks new "$$RRS_NAME"

new-programme: ## write a small programme to start from: make new-programme DIR=../ours COUNTRIES=KE,TZ
	$(READY) -m tools.new_programme "$$RRS_DIR" $(call flag,COUNTRIES,countries) \
	    $(call flag,LANGUAGE,language) $(call flag,CURRENCY,currency) \
	    $(call flag,FIRST_MONTH,first-month) $(call flag,START,start) $(call flag,END,end)

test: ## all tests
	$(READY) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

bench-registers: ## measure large registers; SCALE=1,100,1000, REGISTERS=, OUTPUT=DIR
	$(READY) -m tools.bench.registers $(call flag,SCALE,scale) \
	    $(call flag,REGISTERS,registers) $(call flag,OUTPUT,output) $(ARGS)

bench: ## measure how fast reports are made; ARGS="--reports 2" for less
	$(READY) -m tools.bench $(ARGS)

fuzz: ## throw any bytes at what reads registers; what is found becomes a test: SECONDS=300
	$(READY) -m tests.fuzz $(call flag,SECONDS,seconds)

lint: ## check style, types, texts and that the notebooks hold no outputs; changes nothing
	@set -e -- "$(ENVIRONMENT)/bin/python"; "$$@" -m ruff check; "$$@" -m ruff format --check; \
	    "$$@" -m tools.texts --check; "$$@" -m mypy; "$$@" -m tools.notebooks check

format: ## bring code and notebooks into their form
	@set -e -- "$(ENVIRONMENT)/bin/python"; "$$@" -m tools.notebooks tidy; \
	    "$$@" -m ruff check --fix-only; "$$@" -m ruff format

clean: ## remove the reports made in reports/_output, and caches; the environment stays
	rm -rf reports/_output .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## the same, and remove the environment too
	rm -rf .venv

environment: $(STAMP) ## make the environment now, if there is none; the other targets do so by themselves

quarto: ## install Quarto into .venv, where its package can download the program itself from GitHub
	@echo "==> Installing quarto-cli $(QUARTO_CLI)" && cd "$(ENVIRONMENT)" && \
	    printf 'quarto-cli==%s --hash=sha256:%s' $(QUARTO_CLI) >quarto.lock && \
	    bin/uv pip install --python bin/python --system-certs --require-hashes --no-deps \
	    -r quarto.lock >quarto-install.log 2>&1 || { tail -n 3 quarto-install.log; echo \
	    "Quarto could not be installed ($(ENVIRONMENT)/quarto-install.log says all of why):" \
	    "the embedded engine goes on rendering the reports"; exit 1; }
QUARTO_CLI := 1.10.19 e4b14f3aeb38ea536672428a402c413c962bd4ba9d0b9805f416779226eb53e2

demo-registers: ## write the demonstration registers again: the same bytes; OUTPUT=DIR, SCALE=N
	$(READY) -m tools.demo $(call flag,OUTPUT,output) $(call flag,SCALE,scale)

register-templates: ## write the Excel workbooks that partners fill in; OUTPUT=DIR, LANGUAGE=ru
	$(READY) -m reports register-templates

import: ## write clean registers from messy ones, and log every change: make import FROM=file.xlsx
	$(READY) -m reports import

upgrade: ## bring parameters and registers of an earlier shape over: PARAMS=DIR REGISTERS=DIR OUTPUT=NEW
	$(READY) -m reports upgrade

figures: ## write the committed figures anew (tests/back), after a change of a sheet or a register
	$(READY) -m tests.back.renew

texts: ## bring the catalogues of texts up to date with the code; LANGUAGE=fr begins one to fill in
	$(READY) -m tools.texts $(call flag,LANGUAGE,language)

lock: ## pin the newest versions that pyproject.toml allows
	"$(ENVIRONMENT)/bin/uv" pip compile pyproject.toml --group dev --output-file requirements.lock \
	    --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock"

# Every other target waits for the environment, which is made anew when the lock file changes.
$(filter-out help clean distclean environment,$(TARGETS)): $(STAMP)

$(STAMP): requirements.lock $(ENVIRONMENT)/bin/python
	@for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do "$$python" \
	    -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
	    2>/dev/null && exec "$$python" tools/environment.py "$@"; done; \
	    echo "$$NO_PYTHON" >&2; exit 2

$(ENVIRONMENT)/bin/python: ;

define NO_PYTHON
Python 3.11, 3.12, 3.13 or 3.14 is needed, with its venv module. Install one and try again:
    Debian, Ubuntu:  sudo apt install python3 python3-venv
    Fedora:          sudo dnf install python3
    macOS:           brew install python
or, where the system's packages are older than that, with conda:
    conda env create -f environment.yml && conda activate rrs-reports
endef
export NO_PYTHON
