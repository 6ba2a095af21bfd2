# The commands of the project. Needs Python 3.11 or newer; everything else is installed into .venv.
.POSIX:
.PHONY: run test check format translations screenshots clean

BIN = .venv/bin

# Finds a Python that is new enough and lets it make .venv. PYTHON=/path/to/python3 names one.
INSTALL = for python in "$(PYTHON)" python3.13 python3.12 python3.11 python3.14 python3 python; do \
		if [ -n "$$python" ] && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec "$$python" -I platform/embedded/install.py $$what; fi; done; \
	echo 'Python 3.11 or newer is needed and was not found: install one, or name it with PYTHON=/path/to/python3.' >&2; \
	exit 1

run:
	@what=run; $(INSTALL)
	@exec $(BIN)/python -m embedded

# As many processes as tests/dealing.py finds useful. Pass arguments to pytest with ARGS='-k words'.
test:
	@what=test; $(INSTALL)
	@exec $(BIN)/python -m pytest -n auto $(ARGS)

check:
	@what=test; $(INSTALL)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m embedded.with_servers $(BIN)/python manage.py check
	$(BIN)/python -m embedded.with_servers $(BIN)/python manage.py makemigrations --check --dry-run

format:
	@what=test; $(INSTALL)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# After a text of pages was added or changed: what is new stands in the catalogs, to be translated.
translations:
	@what=run; $(INSTALL)
	@DJANGO_SETTINGS_MODULE=config.settings $(BIN)/python -m web.translations update
	@$(BIN)/python -m web.translations compile

# Pictures of every page in var/screenshots; ARGS='home character' takes only those.
screenshots:
	@what=test; $(INSTALL)
	@exec $(BIN)/python -m tests.journeys.screenshots $(ARGS)

# Forgets what was installed; the data in var/ stays.
clean:
	rm -rf .venv
