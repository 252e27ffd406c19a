# make run     starts the server on 127.0.0.1:8080 with its data in ./data
# make test    installs what the tests need where it is missing and it may, then checks and tests everything
# make bench   measures; see docs/performance.md
# make fuzz    lets each fuzz target run for FUZZTIME
# make soak    tries faults whose moment is drawn SOAK times as often; see docs/reliability.md
# make build   one static binary, ./kortisto

GO       ?= go
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
FUZZTIME ?= 30s
SOAK     ?= 10
# The race detector needs a C compiler.
RACE      = $(if $(shell command -v gcc),-race)

.PHONY: run test vulnerabilities bench fuzz soak build tools

run:
	$(GO) run .

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w -X kortisto/cli.Version=$(VERSION)' -o kortisto .

test: tools
	$(GO) mod verify
	@$(MAKE) --no-print-directory vulnerabilities
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) test $(RACE) -count=1 ./...
	$(MAKE) --no-print-directory fuzz FUZZTIME=3000x

# Known vulnerabilities of what the program calls. Where their database or the
# tool can't be reached, a line says so, and nothing fails.
vulnerabilities:
	@report=$$($(GO) tool govulncheck ./... 2>&1); status=$$?; \
	if [ $$status = 0 ]; then echo "no known vulnerabilities"; exit 0; fi; \
	if [ $$status = 1 ]; then case "$$report" in *"dial tcp"*|*"i/o timeout"*|*"module lookup disabled"*) \
	  echo "SKIPPED the known vulnerabilities: $$(echo "$$report" | tail -n 1)"; exit 0;; esac; fi; \
	echo "$$report"; exit $$status

# Debian's compiler for the race detector, and its Chromium for the browser tests.
tools:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  missing=""; \
	  command -v gcc >/dev/null || missing="$$missing gcc libc6-dev"; \
	  command -v chromium >/dev/null || missing="$$missing chromium"; \
	  if [ -n "$$missing" ]; then apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends $$missing >/dev/null; fi; \
	fi

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

soak:
	KORTISTO_SOAK=$(SOAK) $(GO) test -count=1 -timeout 12h -run 'TestKilledAnywhere|TestReadersWhileSaving' ./db

fuzz:
	@for package in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
	  done; \
	done
