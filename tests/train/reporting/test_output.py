import io
import json

import matplotlib.image
import pytest
from click.testing import CliRunner

from prorl.registry.errors import UserError
from prorl.train.report_command import report_command
from prorl.train.reporting.output import report_bytes


class TestCommand:
    def test_prints_the_path(self, run_dir):
        result = CliRunner().invoke(report_command, [str(run_dir)])
        assert result.output == f"{run_dir / 'report.html'}\n"
        assert [path.name for path in run_dir.iterdir() if path.name.startswith(".")] == []

    @pytest.mark.parametrize(
        ("options", "name"),
        [
            (("--format", "md"), "report.md"),
            (("--out", "x.json"), "x.json"),
            (("--format", "md", "--out", "x.txt"), "x.txt"),
        ],
    )
    def test_format_and_file(self, run_dir, monkeypatch, options, name):
        monkeypatch.chdir(run_dir)
        result = CliRunner().invoke(report_command, [".", *options])
        assert result.output == f"{name}\n"
        assert (run_dir / name).stat().st_size > 100

    def test_standard_output(self, run_dir):
        result = CliRunner().invoke(report_command, [str(run_dir), "--format", "json", "--out", "-"])
        assert json.loads(result.output)["status"] == "finished"
        assert not (run_dir / "report.json").exists()

    @pytest.mark.parametrize("name", ["empty", "absent"])
    def test_wrong_folder(self, tmp_path, name):
        (tmp_path / "empty").mkdir()
        error = CliRunner().invoke(report_command, [str(tmp_path / name)]).exception
        assert isinstance(error, UserError)
        assert str(error).startswith(f"{tmp_path / name} is not a run: it holds none of metrics.jsonl, ")
        assert "\n" not in str(error)

    def test_no_format_for_an_ending(self, run_dir):
        error = CliRunner().invoke(report_command, [str(run_dir), "--out", "x.pdf"]).exception
        assert str(error) == "--out x.pdf: the file's ending is none of html, md, json, png; name the --format"

    def test_a_place_that_cannot_be_written(self, run_dir):
        error = CliRunner().invoke(report_command, [str(run_dir), "--out", str(run_dir / "no" / "x.md")]).exception
        assert str(error) == f"cannot write {run_dir / 'no' / 'x.md'}: No such file or directory"


class TestRun:
    def test_markdown(self, run_dir):
        text = report_bytes(run_dir, "md").decode()
        assert text.startswith(f"# {run_dir.name}\n\nprorl run, finished\n")
        assert "| prorl/add-numbers-v0 | 25.0% | 87.5% | +62.5 |" in text
        assert "| Training reward: mean reward | share or reward | 0.5 | 0.625 |" in text
        assert "| R1 | 2 | reset | stagnation | no rise for 2 validations | 0.02 |" in text
        assert "| update | 60 s | 32.8% |" in text

    def test_json(self, run_dir):
        found = json.loads(report_bytes(run_dir, "json"))
        assert found["format"] == "prorl-run-report-1"
        assert found["validations"][0]["by_env"] == {"prorl/add-numbers-v0": 0.25, "prorl/sort-digits-v0": 0.5}
        assert found["metrics"]["reward/mean"] == {"step": [1, 2, 3], "value": [0.5, None, 0.75]}
        assert found["metrics"]["sample/discarded"] == {"step": [2], "value": [0.25]}
        assert found["events"][1]["trigger"] == "stagnation"


class TestEvaluation:
    def test_markdown(self, evaluation):
        text = report_bytes(evaluation, "md").decode()
        assert text.startswith("# evaluation\n\nstrict pass@k in percent")
        assert "## tiny@100 against tiny@0, k = 4" in text
        assert "| prorl/sort-digits-v0 | 1 | 1.0 | 0.0 | 0.0 | 0.0 |" in text
        assert "| prorl/add-numbers-v0 | Unchanged | 2 | 4 | 36.4 | 86.4 | 50.0 |" in text
        assert "| out: unseen environments | tiny@100 | 1 | 0.0 [" in text

    def test_json(self, evaluation):
        found = json.loads(report_bytes(evaluation, "json"))
        assert found["format"] == "prorl-summary-1"
        assert found["boundary_maps"]["tiny@100"]["prorl/sort-digits-v0"] == [{"item": "3" * 16, "class": "both"}]
        assert [row["group"] for row in found["in_and_out"]][::3] == ["in: trained", "out: unseen environments"]


@pytest.mark.parametrize("folder", ["run_dir", "evaluation"])
def test_picture(folder, request):
    png = report_bytes(request.getfixturevalue(folder), "png")
    pixels = matplotlib.image.imread(io.BytesIO(png), format="png")
    assert pixels.shape[1] == 1320
    assert pixels[..., :3].std() > 0.01


def test_without_matplotlib(run_dir, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.figure", None)
    with pytest.raises(UserError, match="--format png needs matplotlib: pip install matplotlib"):
        report_bytes(run_dir, "png")
