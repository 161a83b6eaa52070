# The short names of what people do with cotty. The building itself is CMake's: CMakePresets.json.
# ninja and ctest read from /dev/null, so that they neither wait for nor swallow what is typed.

prefix ?= /usr/local
ARGS ?=
PEERS ?= installed
FUZZ_SECONDS ?= 3600
SOAK_SECONDS ?= 600

sources = $$(find include src tool examples test fuzz bench -name '*.[ch]pp' -o -name 'driver.c')
units = $$(find src tool -name '*.cpp')
decoder_tests = decoder_options_test decoder_test key_test mouse_test paste_test promise_test \
	reply_test

# Tests that can do more of the same than `make test` has time for, in which they say so: what
# `make check` and `make torture` have it for.
long_tests = escape_test race_test
long = COTTY_LONG=1
torture_tests = guardian_test kill_matrix_test torture_test
torture = COTTY_KILLS=1000 COTTY_KILL_REPEATS=20 COTTY_TORTURE=all

configure = test build/$(1)/build.ninja -nt CMakePresets.json || cmake --preset $(1)
build = cmake --build --preset $(1) < /dev/null
test = env -u COTTY_CORPUS ctest --preset $(1) < /dev/null

.PHONY: help build run test check tsan soak torture fuzz coverage bench plot lint format picture install clean

help: ## List the targets
	@sed -nE 's/^([a-z]+):.*## /\1\t/p' Makefile | expand -t 12

build: ## Build build/release/cotty, installing what is needed for that
	packaging/install-packages build
	@$(call configure,release)
	$(call build,release)

run: build ## Build and start it: make run ARGS="--interval 250ms"
	@exec build/release/cotty $(ARGS)

test: ## Build with all warnings and run the tests: before each commit
	packaging/install-packages test
	@$(call configure,dev)
	$(call build,dev)
	$(call test,dev)

check: lint ## All that `make test` leaves out: before each release, and on the server
	packaging/install-packages check
	@$(call configure,package)
	$(call build,package)
	$(call test,package)
	@$(call configure,ubsan)
	$(call build,ubsan)
	@$(call configure,asan)
	$(call build,asan)
	$(call test,asan)
	@$(call configure,dev)
	$(call build,dev) --target $(long_tests) corpus_test corpus_input_test
	for t in $(long_tests); do $(long) build/dev/test/$$t < /dev/null || exit; done
	test -z "$$COTTY_CORPUS" || ctest --preset dev -R '^corpus' < /dev/null

tsan: ## Run the tests under the thread sanitizer
	packaging/install-packages check
	@$(call configure,tsan)
	$(call build,tsan)
	$(call test,tsan)

soak: ## Let a program live on a terminal for SOAK_SECONDS=600; fails if what it uses grows
	packaging/install-packages test
	@$(call configure,dev)
	$(call build,dev) --target soak
	build/dev/test/soak $(SOAK_SECONDS) < /dev/null

torture: soak ## Soak, then the long variants of tests: every failing call, kills (an hour)
	$(call build,dev) --target $(torture_tests) cotty-tool
	for t in $(torture_tests); do $(torture) build/dev/test/$$t < /dev/null || exit; done

fuzz: ## Fuzz the decoder for FUZZ_SECONDS=3600; fails on a finding (see fuzz/README.md)
	packaging/install-packages check
	@$(call configure,fuzz)
	$(call build,fuzz) --target decoder_fuzz
	fuzz/run build/fuzz/fuzz/decoder_fuzz fuzz/corpus/decoder $(FUZZ_SECONDS) build/fuzz/decoder

coverage: ## Print which of the decoder's branches the tests take; fails below all of them
	packaging/install-packages coverage
	@$(call configure,coverage)
	$(call build,coverage) --target $(decoder_tests)
	test/branch-coverage build/coverage $(decoder_tests)

bench: ## Measure, beside other programs: make bench PEERS=all ARGS="--only cotty,base_epoll"
	packaging/install-packages $(if $(filter all,$(PEERS)),peers,bench)
	@$(call configure,bench)
	$(call build,bench)
	bench/peers/build-others build/bench/bench/peers
	bench/run.py build/bench/bench $(ARGS)

plot: ## Draw docs/benchmarks.svg and fill in docs/benchmarks.md from the last run of bench
	bench/plot.py build/bench/bench/results.json docs/benchmarks.svg docs/benchmarks.md

lint: ## Check the format and look for mistakes with clang-format and clang-tidy
	packaging/install-packages lint
	clang-format --dry-run -Werror $(sources)
	@$(call configure,dev)
	echo $(units) | xargs -n 1 -P $$(nproc) clang-tidy -p build/dev --quiet

format: ## Format the sources
	packaging/install-packages lint
	clang-format -i $(sources)

picture: build ## Draw the picture in README.md anew from a real run (needs python3)
	docs/make_picture.py build/release/cotty docs/pressed-keys.svg

install: build ## Install below prefix=/usr/local (DESTDIR is honoured)
	cmake --install build/release --prefix "$(prefix)"

clean: ## Remove everything that was built
	rm -rf build
