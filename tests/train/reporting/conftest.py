import importlib
from pathlib import Path

import pytest


@pytest.fixture
def fakes(monkeypatch):
    """The module `report_fakes`."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("report_fakes")


@pytest.fixture
def run_dir(fakes, tmp_path):
    return fakes.write_run(tmp_path)


@pytest.fixture
def evaluation(fakes, tmp_path):
    folder = tmp_path / "evaluation"
    folder.mkdir()
    return fakes.write_evaluation(folder)


@pytest.fixture
def page_of(fakes):
    """Makes the page of a folder, without the code of plotly."""
    from prorl.train.reporting.output import write_report

    return lambda folder: fakes.without_plotly(write_report(folder).read_text(encoding="utf-8"))
