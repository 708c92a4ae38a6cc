"""`prorl-eval` from its arguments to its output, with a tiny random policy."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from prorl.train import cli
from prorl.train.measure import running
from prorl.train.measure.evaluation import load_evaluation

SMALL = ("--items", "3", "-n", "4", "--max-tokens", "6", "--out", "e")
GUESS = ("--env", "fake/guess-v0")


@pytest.fixture
def prorl_eval(monkeypatch, capsys, tmp_path, games, folder):
    """Runs `prorl-eval` on the tiny policy; returns exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRORL_DATA", raising=False)

    def run(*args, model="tiny"):
        monkeypatch.setattr(sys, "argv", ["prorl-eval", *([model] if model else []), *args])
        code = 0
        try:
            cli.eval_main()
        except SystemExit as end:
            code = end.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    return run


def samples(folder="e", label="tiny"):
    return {(one.env_id, one.item, one.sample): one.text for one in load_evaluation(Path(folder)).responses(label)}


def refused(outcome):
    """The message of a mistake: exit code 2 and, in the end, one line."""
    code, _, err = outcome
    assert code == 2
    *_, last = err.splitlines()
    assert last.startswith("error: ")
    return last.removeprefix("error: ")


def test_it_samples_and_sums_up(prorl_eval):
    code, out, _ = prorl_eval(*GUESS, "--env", "fake/twice-v0", *SMALL)
    assert code == 0
    assert "fake/guess-v0" in out
    evaluation = load_evaluation(Path("e"))
    assert evaluation.complete
    assert len(samples()) == 2 * 3 * 4
    assert [tally.name for tally in evaluation.tallies["tiny"]] == ["fake/guess-v0"] * 3 + ["fake/twice-v0"] * 3
    assert all(tally.sampled == 4 for tally in evaluation.tallies["tiny"])
    assert json.loads(Path("e/summary.json").read_text())["complete"]


def test_the_same_command_and_the_folder_alone_sample_nothing_more(prorl_eval, monkeypatch):
    prorl_eval(*GUESS, *SMALL)
    before, files = samples(), {path: path.read_bytes() for path in Path("e/samples").rglob("*.gz")}
    monkeypatch.setattr(running, "open_policy", lambda path, settings: pytest.fail("the model was loaded"))
    assert prorl_eval(*GUESS, *SMALL)[0] == 0
    assert prorl_eval(model="e")[0] == 0
    assert samples() == before
    assert {path: path.read_bytes() for path in Path("e/samples").rglob("*.gz")} == files


def test_a_larger_n_adds(prorl_eval):
    prorl_eval(*GUESS, *SMALL)
    before = samples()
    prorl_eval("-n", "9", model="e")
    after = samples()
    assert len(after) == 27
    assert {key: text for key, text in after.items() if key[2] < 4} == before
    assert load_evaluation(Path("e")).plan.ks == (1, 2, 4, 8, 9)


def test_shards_are_the_whole(prorl_eval, monkeypatch):
    prorl_eval(*GUESS, *SMALL)
    prorl_eval(*GUESS, *SMALL[:-1], "parts", "--shard", "0/2")
    assert not load_evaluation(Path("parts")).complete
    monkeypatch.setenv("RANK", "1")
    monkeypatch.setenv("WORLD_SIZE", "2")
    prorl_eval(*GUESS, *SMALL[:-1], "parts")
    assert load_evaluation(Path("parts")).complete
    assert samples("parts") == samples("e")


def test_models_are_sampled_alike(prorl_eval, folder):
    prorl_eval(f"other={folder}", *GUESS, *SMALL, "--base", "start=tiny", "--null")
    evaluation = load_evaluation(Path("e"))
    assert [(model.label, model.role) for model in evaluation.plan.models] == [
        ("start", "base"),
        ("tiny", "model"),
        ("other", "model"),
        ("start-null", "null"),
    ]
    assert samples(label="tiny") == samples(label="other")
    texts = [tuple(sorted(samples(label=label).items())) for label in ("tiny", "start", "start-null")]
    assert len(set(texts)) == 3


def test_models_and_targets_are_added_to_a_folder(prorl_eval, folder):
    prorl_eval(*GUESS, *SMALL)
    prorl_eval("--env", "fake/rows-v0", *SMALL, model=f"other={folder}")
    evaluation = load_evaluation(Path("e"))
    assert [model.label for model in evaluation.plan.models] == ["tiny", "other"]
    assert [len(evaluation.of(label, "fake/rows-v0")) for label in ("tiny", "other")] == [0, 3]
    assert evaluation.missing == {"tiny": 12, "other": 12}


def test_the_entropy_can_be_matched(prorl_eval, folder):
    prorl_eval(*GUESS, *SMALL, "--base", "start=tiny", "--match-entropy")
    evaluation = load_evaluation(Path("e"))
    match = evaluation.matches["tiny"]
    assert (match.temperature, match.rounds, match.met) == (0.6, 1, True)
    assert evaluation.plan.models[1].matched


def test_rescoring(prorl_eval, games, monkeypatch):
    prorl_eval(*GUESS, *SMALL)
    before = samples()
    asked = len(games.SAID)
    monkeypatch.setattr(running, "open_policy", lambda path, settings: pytest.fail("the model was loaded"))
    code, out, _ = prorl_eval("--rescore", model="e")
    assert code == 0
    assert "tiny: " in out
    assert "0 verdicts changed" in out
    assert samples() == before
    assert len(games.SAID) > asked


@pytest.fixture
def run(folder, tmp_path):
    """The folder of a run on `fake/guess-v0` that has a checkpoint, the tiny policy itself."""
    (tmp_path / "run" / "checkpoints").mkdir(parents=True)
    shutil.copytree(folder, tmp_path / "run" / "checkpoints" / "step-000020")
    settings = f'[mixture]\n"fake/guess-v0" = 1\n[model]\npath = "{folder}"\n[rollout]\nmax_new_tokens = 6\n'
    (tmp_path / "run" / "config.toml").write_text(settings)
    return "run"


def test_checkpoints_of_a_run(prorl_eval, run):
    """Without any other word: its mixture, its token limit, and the model that it started from as the base."""
    prorl_eval("--checkpoints", "0,last", "--items", "3", "-n", "4", model=run)
    evaluation = load_evaluation(Path("run/evaluation"))
    assert evaluation.complete
    assert [target.name for target in evaluation.plan.targets] == ["fake/guess-v0"]
    assert evaluation.plan.protocol.max_new_tokens == 6
    assert evaluation.plan.baseline == "run@0"
    tree = json.loads(Path("run/evaluation/summary.json").read_text())
    (against,) = tree["against_base"]
    assert (against["model"], against["base"]) == ("run@20", "run@0")
    assert against["first"]["mean"]["items"] == 3


def test_in_and_out_of_distribution(prorl_eval, run):
    words = ("--ood", "--ood-env", "fake/twice-v0", "--ood-tokens", "2", "--items", "2", "-n", "2")
    code, out, _ = prorl_eval(*words, model=run)
    assert code == 0
    for group in ("in: trained", "out: larger levels", "out: unseen environments", "out: 2 times the tokens"):
        assert group in out
    names = [target.name for target in load_evaluation(Path("run/evaluation-ood")).plan.targets]
    assert names == ["fake/guess-v0", *(f"fake/guess-v0@{level}" for level in (2, 3, 5)), "fake/twice-v0"]
    more = load_evaluation(Path("run/evaluation-ood/tokens-x2")).plan
    assert (more.protocol.max_new_tokens, [target.name for target in more.targets]) == (12, ["fake/guess-v0"])


def test_other_forms(prorl_eval):
    prorl_eval(*GUESS, *SMALL)
    _, out, _ = prorl_eval("--format", "json", model="e")
    assert json.loads(out)["lines"][0]["target"] == "fake/guess-v0"
    _, out, _ = prorl_eval("--format", "md", model="e")
    assert out.splitlines()[2].startswith("| target | model |")


def test_suites_without_data(prorl_eval, monkeypatch, tmp_path):
    """One alone ends at once; of several the others are done first."""
    monkeypatch.setenv("PRORL_DATA", str(tmp_path))
    message = refused(prorl_eval("--suite", "aime24", *SMALL))
    assert message.startswith("suite aime24: AIME 2024, 30 problems is missing")
    assert "aime24.jsonl" in message
    assert not Path("e").exists()
    outcome = prorl_eval("--suite", "aime24,aime25", *GUESS, *SMALL)
    assert refused(outcome) == "2 of the suites had no data, see the notes above; the others are done"
    assert outcome[2].count("note: suite aime2") == 2
    assert len(load_evaluation(Path("e")).tallies["tiny"]) == 3


def test_lists(prorl_eval):
    _, out, _ = prorl_eval("--suite", "list", model="")
    assert "suite  math500         math" in out
    assert "preset yue" in out


class TestMistakes:
    @pytest.mark.parametrize(
        ("args", "message"),
        [
            ((), "say what to measure"),
            (("--env", "fake/gues-v0"), "did you mean 'fake/guess-v0'?"),
            (("--env", "fake/guess-v0@9"), "level 9 is over"),
            (("--suite", "mat"), "did you mean 'math'?"),
            ((*GUESS, "-n", "5000"), "-n must be from 1 to 4096"),
            ((*GUESS, "-n", "4", "-k", "8"), "pass@8 needs at least as many samples"),
            ((*GUESS, "-k", "1,x"), "-k takes numbers"),
            ((*GUESS, "--preset", "prorI"), "did you mean 'prorl'?"),
            ((*GUESS, "--temperature", "-1"), "temperature must be 0 or more"),
            ((*GUESS, "--top-p", "0"), "top_p must be in (0, 1]"),
            ((*GUESS, "--max-tokens", "100000"), "leave no room for a prompt"),
            ((*GUESS, "--shard", "2/2"), "--shard takes I/N"),
            ((*GUESS, "--checkpoints", "0"), "--checkpoints needs a run's folder"),
            ((*GUESS, "--match-entropy"), "--match-entropy needs a base"),
            ((*GUESS, "--ood"), "--ood needs a run's folder"),
            ((*GUESS, "--engine", "steam"), "no engine 'steam'"),
            (("--decontaminate", "quick"), "--decontaminate needs the benchmarks"),
            (("--decontaminate", "quikc", "--suite", "reasoning-gym"), "--decontaminate takes"),
        ],
    )
    def test_one_line(self, prorl_eval, args, message):
        assert message in refused(prorl_eval(*args))

    def test_models_that_are_not_there(self, prorl_eval):
        assert "name a model" in refused(prorl_eval(*GUESS, model=""))
        assert "./nowhere" in refused(prorl_eval(*GUESS, model="./nowhere"))

    def test_another_protocol_in_the_folder(self, prorl_eval):
        prorl_eval(*GUESS, *SMALL)
        message = refused(prorl_eval(*GUESS, *SMALL, "--temperature", "1"))
        assert "temperature 0.6, now 1.0: give another --out" in message

    def test_settings_beside_a_folder(self, prorl_eval):
        prorl_eval(*GUESS, *SMALL)
        assert "--temperature has no place beside it" in refused(prorl_eval("--temperature", "1", model="e"))

    def test_another_model_of_that_name(self, prorl_eval, folder):
        prorl_eval(*GUESS, *SMALL)
        (folder / "config.json").write_text((folder / "config.json").read_text() + " ")
        assert "model tiny has fingerprint" in refused(prorl_eval(*GUESS, *SMALL))

    def test_a_folder_of_something_else(self, prorl_eval):
        Path("e").mkdir()
        Path("e/notes.txt").write_text("mine")
        assert "neither empty nor an evaluation" in refused(prorl_eval(*GUESS, *SMALL))


@pytest.mark.parametrize("entry", ["eval_main", "main"])
def test_help_loads_nothing_heavy(entry):
    words = ["prorl-eval", "--help"] if entry == "eval_main" else ["prorl", "eval", "--help"]
    code = (
        f"import json, sys\nsys.argv = {words}\nfrom prorl.train import cli\n"
        f"try:\n    cli.{entry}()\nexcept SystemExit:\n    pass\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--rescore" in done.stdout
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert loaded & {"torch", "transformers", "accelerate", "numpy", "rich", "sympy", "gymnasium"} <= {
        "gymnasium",
        "numpy",
    }
