# Everything here needs only Go and git; what needs more says so.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
# The packages in which goroutines run.
CONCURRENT = ./engine/osdisk/... ./internal/cli/... ./sim/sched/... ./scenarios/suite/... ./fuzz/campaign/...
FUZZTIME = 5m

.PHONY: test lint race bench verify update fuzz chromium terminal

test: ## run all tests
	go test ./...

lint: ## formatting, vet and staticcheck
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "gofmt these:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	GOOS=darwin go vet ./engine/osdisk
	go run $(STATICCHECK) ./...

race: ## the packages with goroutines under the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race $(CONCURRENT)

bench: ## the figures that the project promises
	go test -run '^$$' -bench . -benchmem ./...

verify: ## the main job: the library, the table, the report
	go run . verify --out out

update: ## write the golden files anew; review the difference
	go test ./scenarios ./scenarios/library -update

fuzz: ## native fuzzing of everything that reads foreign bytes
	go test ./scenarios/script -run '^$$' -fuzz FuzzParse -fuzztime $(FUZZTIME) -fuzzminimizetime 20x
	go test ./engine/catalog -run '^$$' -fuzz FuzzRead -fuzztime $(FUZZTIME) -fuzzminimizetime 20x
	go test ./engine/image -run '^$$' -fuzz FuzzReader -fuzztime $(FUZZTIME) -fuzzminimizetime 20x

chromium: ## what the tests of the report need, on Debian: a browser, and xmllint
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core libxml2-utils >/dev/null

terminal: ## the terminal that a test drives (needs apt-get)
	command -v tmux >/dev/null || { apt-get update -qq && apt-get install -y -qq tmux >/dev/null; }
