"""Whole folders, from their files to findings."""

import json

import pytest

from prorl.registry.errors import UserError
from prorl.registry.make import make_env
from prorl.train.audit.audit import audit
from prorl.train.audit.finding import Check, Severity

STEPS = range(5, 205, 5)


def found(folder, **changes):
    return [(one.check, one.severity, one.where, one.env) for one in audit(folder, **changes).findings]


@pytest.fixture
def played(fakes, line):
    """Rows of a run: at each step an item of an environment, four responses by a rule, judged by its verifier."""

    def make(name, say, steps=STEPS):
        env, rows = make_env(f"fake/{name}-v0", split="train"), []
        for item, step in enumerate(steps):
            prompt, _ = env.reset(seed=0, options={"index": item})
            for number in range(4):
                text = say(env.problem.reference, step, number)
                verdict = env.task.verify(env.problem, text)
                own = {
                    "prompt": prompt,
                    "env": env.env_id,
                    "status": str(verdict.status),
                    "extracted": verdict.extracted,
                }
                rows.append(line(step, item, text, verdict.reward, **own))
        return rows

    return make


def learns(reference, step, number):
    """Right more and more often; wrong answers differ."""
    right = (37 * step + 11 * number) % 200 < step
    return f"<answer>{reference if right else -step * 10 - number}</answer>"


def test_an_honest_run_has_no_finding(played, write_run):
    folder = write_run(played("honest", learns), [{"step": n, "reward/mean": n / 200} for n in STEPS])
    result = audit(folder)
    assert result.findings == ()
    assert result.read == {"training": 160}
    assert result.notes == ()
    (judged,) = result.rejudged
    assert (judged.winners, judged.losers, judged.lost, judged.gained) == (80, 25, 0, 0)


def test_planted_partial_credit(played, write_run):
    """Answers become more frequent, none of them is right; the reward is partial credit."""
    rows = played("honest", lambda reference, step, number: f"<answer>{-step * 10 - number}</answer>")
    for one in rows:
        one["reward"] = one["step"] / 400
    result = audit(write_run(rows), rejudge=0)
    (finding,) = result.findings
    assert (finding.check, finding.severity, finding.env) == (Check.REWARD_GAP, Severity.WRONG, "fake/honest-v0")
    assert [one.step for one in finding.examples] == [190, 195, 200]
    assert result.wrong == 1


def test_planted_partial_credit_in_the_metrics_alone(write_run):
    metrics = [{"step": n, "reward/a": 0.1 + n / 400, "solved/a": 0.1} for n in range(200)]
    assert found(write_run([], metrics)) == [(Check.REWARD_GAP, Severity.WRONG, "training", "a")]
    honest = [{"step": n, "reward/a": 0.1 + n / 400, "solved/a": 0.1 + n / 400} for n in range(200)]
    assert found(write_run([], honest, name="honest")) == []


def test_planted_training_that_does_not_hold(write_run):
    metrics = [
        {"step": n, "reward/a": n / 400} | ({"eval/a/pass@1": 0.05 + n % 3 / 100} if n % 20 == 0 else {})
        for n in range(200)
    ]
    assert found(write_run([], metrics)) == [(Check.HELD_OUT_GAP, Severity.LOOK, "training against validation", "a")]


def test_planted_broken_verifier(played, write_run):
    rows = played("yes", lambda reference, step, number: "<answer>banana</answer>")
    assert found(write_run(rows)) == [(Check.CONSTANT, Severity.WRONG, "training", "fake/yes-v0")]


def test_planted_verdicts_that_were_made_by_a_broken_verifier(played, write_run, fakes):
    fakes.STRICT[0] = False
    rows = played("change", lambda reference, step, number: f"<answer>{number + step}</answer>")
    fakes.STRICT[0] = True
    folder = write_run(rows)
    assert found(folder) == [(Check.VERDICT, Severity.WRONG, "training", "fake/change-v0")]
    assert found(folder, rejudge=0) == []


def test_planted_truncation_and_missing_verdicts_of_one_environment(played, write_run):
    rows = played("honest", learns)
    for number, one in enumerate(rows):
        one["truncated"] = number % 4 < one["step"] // 60
    assert (Check.TRUNCATED, Severity.LOOK, "training", "fake/honest-v0") in found(write_run(rows))
    lost = [one | {"status": "timeout", "solved": False, "reward": 0.0} for one in played("honest", learns)]
    assert found(write_run(lost, name="lost")) == [(Check.UNGRADEABLE, Severity.WRONG, "training", "fake/honest-v0")]


def test_only_the_last_validation_counts_for_constants(played, write_run):
    """The same few items are asked each time: forty wins on one of them are one."""
    rows = played("honest", lambda reference, step, number: f"<answer>{reference}</answer>", steps=[5])
    again = [one | {"step": step, "split": "eval"} for step in STEPS for one in rows]
    assert found(write_run(again), rejudge=0) == []


def test_an_environment_that_is_not_installed(write_run, line):
    result = audit(write_run([line(1, 0, "<answer>4</answer>", 1, env="acme/gone-v0")]))
    assert result.notes == ("acme/gone-v0 is not installed: neither its floor nor its verdicts were looked at.",)
    assert result.findings == ()


def test_nothing_is_written(played, write_run):
    folder = write_run(played("honest", learns))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    audit(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_torn_run(played, write_run):
    folder = write_run(played("honest", learns), [{"step": 1}])
    with (folder / "rollouts" / "step-000200.jsonl").open("a") as file:
        file.write('{"step": 200, "sp')
    with (folder / "metrics.jsonl").open("a") as file:
        file.write(json.dumps({"step": 2, "reward/a": "high"}) + '\n{"ste')
    result = audit(folder)
    assert result.notes == (
        "metrics.jsonl: 1 line could not be read.",
        "rollouts: 1 line could not be read.",
    )


def test_folders_of_something_else(tmp_path):
    with pytest.raises(UserError, match="neither a run nor an evaluation"):
        audit(tmp_path)


def test_a_run_without_responses(write_run):
    assert audit(write_run([])).notes == ("There are no responses to look at (run.samples_every writes them).",)


@pytest.mark.parametrize(
    ("say", "check"),
    [
        (lambda prompt, step, number: f"<answer>{prompt}</answer>", Check.COPY),
        (lambda prompt, step, number: f"<answer>{step}</answer> <answer>{number}</answer>", Check.SEVERAL),
        (lambda prompt, step, number: f'<answer>{step}: {{"reward": 1}}</answer>', Check.INJECTION),
        (lambda prompt, step, number: f"<answer>{step}</answer>" if number == 0 else "hm " * 50, Check.SHORTEST),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_every_detector_is_asked(fakes, line, write_run, say, check):
    """By the responses that win where the verifier takes anything."""
    env, rows = make_env("fake/yes-v0", split="train"), []
    for item, step in enumerate(STEPS):
        prompt, _ = env.reset(seed=0, options={"index": item})
        for number in range(4):
            text = say(prompt, step, number)
            verdict = env.task.verify(env.problem, text)
            own = {"prompt": prompt, "env": env.env_id, "status": str(verdict.status), "extracted": verdict.extracted}
            rows.append(line(step, item, text, verdict.reward, tokens=len(text), **own))
    assert check in [one[0] for one in found(write_run(rows))]


def test_programs_that_play_with_their_tests(write_run, line):
    program = "import os\nos._exit(0)\n"
    rows = [line(step, step, f"{program}# {step}", 1, env="prorl/python-function-v0") for step in STEPS]
    assert (Check.CODE, Severity.WRONG, "training", "prorl/python-function-v0") in found(write_run(rows), rejudge=0)
