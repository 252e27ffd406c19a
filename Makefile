# make run     starts the server on 127.0.0.1:8080 with its data in ./data
# make test    installs what the tests need where it is missing and it may, then checks and tests everything
# make bench   measures; see docs/performance.md
# make fuzz    lets each fuzz target run for FUZZTIME
# make soak    tries faults SOAK times as often, or more of them at once; see docs/reliability.md
# make build   one static binary, ./kortisto

GO       ?= go
FUZZTIME ?= 30s
SOAK     ?= 10
# The race detector needs a C compiler.
RACE      = $(if $(shell command -v gcc),-race)
# What does several things at once is tested under it: a few packages whole, and
# of others the tests whose names say so. All else, and the browser, which mostly
# waits for the pages, run beside that without.
CONCURRENT = ./handlers/drafts ./handlers/web
IN_PART    = . ./cli ./db ./db/accesslog ./db/accounts ./handlers
AT_ONCE    = AtOnce|While|Waiting

.PHONY: run test test-concurrent test-accessible test-rest test-fuzz vulnerabilities bench fuzz soak build tools

run:
	$(GO) run .

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o kortisto .

# SQLite waits until each write is on the disk. The tests' files stand in memory where
# much of it is free and programs may be run from there, unless TMPDIR says where.
IN_MEMORY = $(shell [ -w /dev/shm ] && ! grep -q '^[^ ]* /dev/shm [^ ]* [^ ]*noexec' /proc/mounts && \
  awk '/^MemAvailable/ { free = $$2 } END { exit free < 4000000 }' /proc/meminfo && \
  df -Pk /dev/shm | awk 'END { exit $$4 < 4000000 }' && echo /dev/shm)

test: export TMPDIR := $(or $(TMPDIR),$(IN_MEMORY),/tmp)
test: tools
	$(GO) mod verify
	@$(MAKE) --no-print-directory vulnerabilities
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(MAKE) --no-print-directory -j6 --output-sync=target $(BROWSERS) test-concurrent test-rest test-fuzz

test-concurrent:
	$(GO) test $(RACE) -count=1 -timeout 20m $(CONCURRENT)
	$(GO) test $(RACE) -count=1 -timeout 20m -run '$(AT_ONCE)' $(IN_PART)

# Several browsers at once, since each of them mostly waits: one looks at what is
# accessible, and of the other tests each has those whose names begin so.
BROWSERS = test-accessible test-browser-A-M test-browser-N-Z

test-browser-%:
	$(GO) test -count=1 -timeout 20m -run '^Test[$*]' -skip '^TestAccessible' ./e2e

test-accessible:
	$(GO) test -count=1 -timeout 20m -run '^TestAccessible' ./e2e

test-rest:
	$(GO) test -count=1 -timeout 20m -skip '$(AT_ONCE)' $(IN_PART)
	$(GO) test -count=1 -timeout 20m $$($(GO) list ./... | grep -vxF "$$($(GO) list $(CONCURRENT) $(IN_PART) ./e2e/...)")

# The examples of each fuzz target, and some hundred texts made of them, by the test
# programs as they are: for what leads long fuzzing on, all that a target uses,
# SQLite among it, would have to be compiled once more.
test-fuzz:
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && $(FUZZ_TARGETS) | while read -r package target; do \
	  [ "$$package" = "$$built" ] || $(GO) test -c -o "$$dir/fuzz.test" $$package || exit 1; \
	  built=$$package; \
	  echo "$$package $$target"; \
	  (cd $$package && "$$dir/fuzz.test" -test.run '^$$' -test.fuzz "^$$target$$" -test.fuzztime 500x -test.fuzzcachedir "$$dir/cache") || exit 1; \
	done

# Known vulnerabilities of what the program calls. Where their database or the
# tool can't be reached, a line says so, and nothing fails: a question about one
# version of Go finds that out before all of the program is looked through. Where
# the tool stands is the last line, after those on what was downloaded for it.
vulnerabilities:
	@end() { \
	  [ $$1 != 124 ] || set -- 1 "timeout: no answer within 15 s"; \
	  if [ $$1 = 1 ]; then case "$$2" in *"dial tcp"*|*timeout*|*"unexpected status"*|*"module lookup disabled"*) \
	    echo "SKIPPED the known vulnerabilities: $$(echo "$$2" | tail -n 1)"; exit 0;; esac; fi; \
	  echo "$$2"; exit $$1; \
	}; \
	within=$$(command -v timeout >/dev/null && echo timeout 15); \
	tool=$$($(GO) tool -n govulncheck 2>&1) || end $$? "$$tool"; \
	tool=$$(echo "$$tool" | tail -n 1); \
	answer=$$($$within "$$tool" -mode query -json stdlib@go1.26 2>&1) || end $$? "$$answer"; \
	report=$$("$$tool" ./... 2>&1) || end $$? "$$report"; \
	echo "no known vulnerabilities"

# Debian's compiler for the race detector, its Chromium without windows for the browser
# tests, and its nginx, which is not started (RUNLEVEL), for the test behind a proxy.
tools:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  missing=""; \
	  command -v gcc >/dev/null || missing="$$missing gcc libc6-dev"; \
	  command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || missing="$$missing chromium-headless-shell"; \
	  command -v nginx >/dev/null || missing="$$missing nginx"; \
	  if [ -n "$$missing" ]; then echo "installing for the tests:$$missing"; apt-get update -q >/dev/null && RUNLEVEL=1 apt-get install -y -q --no-install-recommends $$missing >/dev/null; fi; \
	fi

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

soak:
	KORTISTO_SOAK=$(SOAK) $(GO) test -count=1 -timeout 24h . ./cli ./db ./db/accounts ./handlers

# Each fuzz target in turn, as FUZZ_TARGETS lists them: a package and a target.
FUZZ_TARGETS = grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9]+' . | sed -E 's|/[^/]*:func | |' | sort

fuzz:
	@$(FUZZ_TARGETS) | while read -r package target; do \
	  $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
	done
