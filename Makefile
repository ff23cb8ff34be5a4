# Everything here needs only Go and git; what needs more says so.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
# The packages in which goroutines run.
CONCURRENT = ./engine/osdisk/... ./internal/cli/... ./sim/sched/... ./scenarios/suite/... ./fuzz/campaign/...
FUZZTIME = 5m

.PHONY: test lint race bench verify update fuzz

test: ## run all tests
	go test ./...

lint: ## formatting, vet and staticcheck
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "gofmt these:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	go run $(STATICCHECK) ./...

race: ## the packages with goroutines under the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race $(CONCURRENT)

bench: ## the figures that the project promises
	go test -run '^$$' -bench . -benchmem ./...

verify: ## the main job: the library, the table, report.json and junit.xml
	go run . verify --out out

update: ## write the golden files anew; review the difference
	go test ./scenarios ./scenarios/library -update

fuzz: ## native fuzzing of everything that reads foreign bytes
	go test ./scenarios/script -run '^$$' -fuzz FuzzParse -fuzztime $(FUZZTIME) -fuzzminimizetime 20x
	go test ./engine/catalog -run '^$$' -fuzz FuzzRead -fuzztime $(FUZZTIME) -fuzzminimizetime 20x
	go test ./engine/image -run '^$$' -fuzz FuzzReader -fuzztime $(FUZZTIME) -fuzzminimizetime 20x
