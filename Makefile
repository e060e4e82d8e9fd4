# Every command of the house; `make help` lists them. All else is in tools/.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
ifeq ($(strip $(PYTHON)),)
$(error Python 3.11 or newer is needed and none was found; name it: make PYTHON=/path/to/python3.12 run)
endif

# Brings what a command needs before Python runs its words.
PREPARED = $(PYTHON) -m tools.prepared

.DEFAULT_GOAL := help
.PHONY: help install run test check fmt reset api pins pictures lighthouse faults bench-order bench-fanout bench-receipts bench-live bench-board bench-kills bench-split bench-flush bench-cases bench-register bench-cockpit bench-sites bench-modules bench-lines bench-gate agreement conformance module-check module-difference district

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start the cockpit here (PORT=, HOST=, DATABASE_URL=, HTTPS=1 for phones); Ctrl-C stops it
	@$(PYTHON) -m tools.run

install: ## packages and the built client, without starting anything
	@$(PYTHON) -m tools.install

test: ## run all tests (ARGS="tests/areas -k moved", DATABASE_URL=)
	@$(PYTHON) -m tools.test

check: ## format, lint, types, imports, api (ONLY=lint for one)
	@$(PYTHON) -m tools.check

fmt: ## put the code in order as far as a machine can
	@$(PREPARED) -m ruff format . && $(PREPARED) -m ruff check --fix-only .

reset: ## forget data, secrets and logs in var/ (ALL=1: the certificate authority too)
	@$(PYTHON) -m tools.reset

api: ## write docs/api.json and the client's types from the routes
	@$(PYTHON) -m tools.api

pictures: ## draw every screen into docs/images (SCREENS="order board" for some)
	@$(PYTHON) -m tools.pictures

lighthouse: ## audit screens with Lighthouse and print the table (SCREENS="order board" for some)
	@ARGS="tests/e2e/test_lighthouse.py -s" $(PYTHON) -m tools.test

faults: ## phones on bad lines, 2,000 runs: what is lost (0) and doubled (0) (RUNS= for fewer)
	@$(PYTHON) -m tools.faults

pins: ## pin the newest packages (UPGRADE= keeps the pinned ones where it can)
	@$(PYTHON) -m tools.pins

bench-order: ## one order to N virtual phones, beside a naive loop
	@$(PREPARED) -m bench.order

bench-receipts: ## 100,000 answers within a minute while fifty boards watch (N=, BOARDS=, ROUNDS=)
	@$(PREPARED) -m bench.receipts

bench-live: ## ten thousand open screens on one web process (STREAMS=, ROUNDS=)
	@$(PREPARED) -m bench.live

bench-board: ## the board and lists of an order among 10 million deliveries (N=, ORDERS=)
	@$(PREPARED) -m bench.boards

bench-kills: ## everything killed by -9 in the middle of orders: what is lost (0) and doubled (0) (ORDERS=, PEOPLE=)
	@$(PREPARED) -m bench.kills

bench-split: ## two hosts and one database, the link cut for 20 s in the middle of orders (root; ORDERS=, PEOPLE=, CUT_S=)
	@$(PREPARED) -m bench.split

bench-fanout: ## 100,000 phones, cold and prepared, beside three rivals (N=, ROUNDS=, GROW=1 for 1,000,000)
	@$(PREPARED) -m bench.fanout

bench-flush: ## a thousand reports that waited on one phone (REPORTS=)
	@$(PREPARED) -m bench.flush

bench-cases: ## lists of cases at a million, beside ten thousand
	@$(PREPARED) -m bench.case_lists

bench-register: ## a register taken in, filtered and mustered at 100,000 and a million, beside a loop (N="100000")
	@$(PREPARED) -m bench.register

bench-cockpit: ## cockpits drilled into at ten years of 179 indicators in all areas, beside adding up (MONTHS="12 120", ASKS=)
	@$(PREPARED) -m bench.indicators

bench-sites: ## lists, counts and clearings of construction sites, at 106 with 19,611 workers and ten times that
	@$(PREPARED) -m bench.sites

bench-modules: ## a street module's rows listed, worked out anew and put on phones, at 10,000 and 100,000 (N=, ASKS=)
	@$(PREPARED) -m bench.modules

bench-gate: ## codes verified a second in browser and server, and from code to answer on a slow phone, beside rivals (CODES=, PEOPLE=)
	@$(PREPARED) --browser -m bench.gate

bench-lines: ## one report with a photo over GPRS to 4G, beside a web form
	@$(PREPARED) --browser -m bench.lines

module-check: ## say what is wrong with a module, line by line, and run its tests (FILE=)
	@$(PYTHON) -m tools.module_check $(FILE)

module-difference: ## say what a new version of a module says otherwise (OLD= NEW=)
	@$(PYTHON) -m tools.module_check --difference $(OLD) $(NEW)

district: ## draw the demo's synthetic district anew: vector tiles and 3D Tiles (backend/demo/data)
	@$(PREPARED) -m tools.district

agreement: ## 10,000 codes, good and spoilt: do server and browser say the same of each (CODES=)
	@CODES=$${CODES:-10000} $(PREPARED) --client -m pytest -q tests/health/test_agreement.py

conformance: ## published test vectors of others, the EU's certificates and JSONLogic's cases, against server and browser (VECTORS=folder)
	@$(PREPARED) --client -m conformance
