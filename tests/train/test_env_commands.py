import pytest
from click.testing import CliRunner

import prorl
from prorl.registry.errors import UnknownEnv, UserError
from prorl.registry.make import make_env
from prorl.registry.named import names
from prorl.train.check_command import check_command
from prorl.train.env_commands import envs_command, play_command, show_command

SORT = "prorl/sort-digits-v0"


def run(command, *args, **kwargs):
    return CliRunner().invoke(command, args, **kwargs)


class TestEnvs:
    def test_lists_all_ids(self):
        result = run(envs_command)
        assert result.exit_code == 0
        assert all(env_id in result.output for env_id in prorl.env_ids())

    def test_one_domain(self):
        output = run(envs_command, "--domain", "math").output
        assert "prorl/add-numbers-v0" in output
        assert SORT not in output

    def test_unknown_domain(self):
        error = run(envs_command, "--domain", "meth").exception
        assert isinstance(error, UserError)
        assert str(error).startswith("no domain 'meth'; did you mean 'math'? (domains: ")

    def test_no_plugin(self, monkeypatch):
        monkeypatch.setattr("prorl.registry.table.TABLE.plugins", [])
        assert "No plugin found" in run(envs_command, "--plugins").output

    def test_mixtures(self):
        lines = run(envs_command, "--mixtures", env={"COLUMNS": "150"}).output.splitlines()
        logic = next(line for line in lines if "mixture:prorl-v1-logic " in line)
        assert [cell.strip() for cell in logic.split("│")[1:4]] == ["mixture:prorl-v1-logic", "96", "logic 65%"]
        shown = {line.split("│")[1].strip() for line in lines if "mixture:" in line}
        assert shown == {f"mixture:{name}" for name in names()}

    def test_one_list_at_a_time(self):
        error = run(envs_command, "--mixtures", "--domain", "math").exception
        assert isinstance(error, UserError)
        assert "give one of them" in str(error)


class TestShow:
    def test_shows_prompt_oracle_and_verdict(self):
        result = run(show_command, SORT, "--level", "2", "--seed", "3", "--split", "eval")
        env = make_env(SORT, level=2, split="eval")
        prompt, _ = env.reset(seed=3)
        assert result.exit_code == 0
        assert f"\n-- prompt\n{prompt}\n\n-- oracle response\n{env.oracle()}\n" in result.output
        assert "reward 1, solved, ok" in result.output
        for fact in (
            "domain    logic",
            "declared floor 0.02",
            "no maximum; by default 0, 1, 2",
            "exact@1",
        ):
            assert fact in result.output

    def test_unknown_id(self):
        error = run(show_command, "prorl/sort-digit-v0").exception
        assert isinstance(error, UnknownEnv)
        assert "did you mean 'prorl/sort-digits-v0'" in str(error)

    def test_level_off_the_scale(self):
        error = run(show_command, SORT, "--level", "-1").exception
        assert isinstance(error, UserError)
        assert str(error) == "prorl/sort-digits-v0: level must be an int >= 0 or None, got -1"

    def test_a_mixture(self, tmp_path):
        path = tmp_path / "mine.toml"
        path.write_text(f'summary = "Two."\n[mixture]\n"{SORT}@3" = 3\n"prorl/add-numbers-v0" = 1\n')
        assert run(show_command, f"mixture:{path}").output.splitlines() == [
            "summary   Two.",
            "ids       2",
            "domains   logic 75.0%, math 25.0%",
            f"use       prorl-train RECIPE --env mixture:{path}=1",
            "",
            "-- share of the draws, and the level where it is fixed",
            "prorl/sort-digits-v0  75.00%  level 3",
            "prorl/add-numbers-v0  25.00%",
        ]

    def test_an_unknown_mixture(self):
        error = run(show_command, "mixture:quik").exception
        assert isinstance(error, UserError)
        assert str(error).startswith("no mixture 'quik'; did you mean 'quick'")

    @pytest.mark.parametrize("args", [("--split", "test"), ("--seed", "-1"), ("--level", "x"), ()])
    def test_bad_arguments(self, args):
        assert run(show_command, *((SORT, *args) if args else ())).exit_code == 2


class TestPlay:
    def test_a_right_answer_over_two_lines(self):
        env = make_env(SORT)
        env.reset(seed=0)
        result = run(play_command, SORT, input=f"let me think\n{env.oracle()}\n\nnot read\n")
        assert result.output.startswith(env.problem.prompt)
        assert "reward 1, solved, ok" in result.output

    def test_the_end_of_the_input_ends_the_response(self):
        result = run(play_command, SORT, input="<answer>1</answer>")
        assert "reward 0, not solved, ok" in result.output
        assert "read as '1': wrong answer" in result.output

    def test_nothing_is_an_answer_too(self):
        assert "reward 0, not solved, no_answer" in run(play_command, SORT, input="").output


class TestCheck:
    def test_a_good_one(self):
        result = run(check_command, SORT, "--items", "2")
        assert result.exit_code == 0
        assert f"{SORT}: conforms (2 items a level)" in result.output
        assert "1 of 1 environments conform" in result.output

    def test_a_bad_one(self, monkeypatch):
        monkeypatch.setattr("prorl.registry.conformance.LIMIT_MS", 0.0)
        result = run(check_command, SORT, "--items", "2")
        assert result.exit_code == 1
        assert "FAIL speed" in result.output
        assert f"0 of 1 environments conform\nfailed: {SORT}" in result.output

    def test_all(self, monkeypatch):
        monkeypatch.setattr("prorl.env_ids", lambda: [SORT])
        assert "1 of 1 environments conform" in run(check_command, "--all", "--items", "2").output

    def test_nothing_to_check(self):
        error = run(check_command).exception
        assert isinstance(error, UserError)
        assert str(error) == "nothing to check: name an id, or use --all"

    def test_unknown_ids_are_refused_before_anything_runs(self):
        result = run(check_command, SORT, "prorl/nothing-v0")
        assert isinstance(result.exception, UnknownEnv)
        assert result.output == ""

    def test_a_shard_is_every_nth_id(self, monkeypatch):
        monkeypatch.setattr("prorl.env_ids", lambda: [SORT, "prorl/sudoku-v0"])
        output = run(check_command, "--all", "--shard", "1/2", "--items", "2").output
        assert "1 of 1 environments conform" in output
        assert "sudoku" not in output
        assert "--shard must be I/N" in str(run(check_command, "--all", "--shard", "3/2").exception)

    def test_the_gallery_is_written_and_then_up_to_date(self, tmp_path):
        result = run(check_command, SORT, "--items", "2", "--gallery", str(tmp_path), "--stale")
        assert "1 of 1 environments conform" in result.output
        assert SORT in (tmp_path / "logic.md").read_text()
        assert "0 of 0" in run(check_command, SORT, "--items", "2", "--gallery", str(tmp_path), "--stale").output
        assert "--stale needs --gallery" in str(run(check_command, SORT, "--stale").exception)
