# make demo    install what is missing, build, read samples/ into sayso.db, show what they say
# make test    install what is missing, build, run every test
# make scores  measure against the gold sets (SAYSO_SHARED) and write docs/scores.md
# make fuzz    run every fuzz target for FUZZ_SECONDS (600) each
# make help    this
.PHONY: fuzz demo test build deps ci-deps scores bench format clean help
.DEFAULT_GOAL := help
JOBS ?= $(shell nproc)
SAYSO = build/release/sayso

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

deps:
	@tools/install-deps.sh

ci-deps:
	@tools/install-deps.sh --ci

build: deps
	@cmake --preset release > build-configure.log 2>&1 || { cat build-configure.log; exit 1; }
	@rm -f build-configure.log
	@cmake --build --preset release -j $(JOBS) --target sayso knowledge

demo: build
	@rm -f sayso.db sayso.db-wal sayso.db-shm
	$(SAYSO) ingest samples --db sayso.db --threads $(JOBS)
	@echo
	$(SAYSO) brief --db sayso.db
	@echo
	$(SAYSO) state --db sayso.db
	@echo
	@echo "The samples are read into sayso.db. To go on:"
	@echo "  $(SAYSO) read samples/NAME.txt                     one report, what it says and on whose say-so"
	@echo "  $(SAYSO) claims --db sayso.db --who Blinken        what somebody said"
	@echo "  $(SAYSO) state --db sayso.db --at 2022-09-01       how things stood on a day"
	@echo "  $(SAYSO) export --db sayso.db --as geojson         a map layer, every point with its source"
	@echo "  $(SAYSO) ingest FILES... --db sayso.db             your own reports"

test: ci-deps
	@cmake --preset ci > /dev/null
	@cmake --build --preset ci -j $(JOBS)
	@ctest --preset ci

scores: build
	python3 bench/scores.py --sayso $(SAYSO) --out docs/scores.md

bench: build
	$(SAYSO) bench samples

fuzz:
	@tools/install-deps.sh --fuzz
	@cmake --preset fuzz > /dev/null
	@cmake --build --preset fuzz -j $(JOBS) --target fuzz
	@tools/run_fuzz.sh

format:
	git ls-files '*.h' '*.cc' | xargs clang-format-19 -i

clean:
	rm -rf build
