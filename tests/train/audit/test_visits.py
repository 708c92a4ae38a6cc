from prorl.envs.verdict import Status
from prorl.train.audit.visits import TRAINING, VALIDATION, RunSource


def test_rows_of_an_item_are_one_visit(write_run, line):
    rows = [line(5, 0, "<answer>4</answer>", 1), line(5, 0, "<answer>5</answer>", 0), line(5, 1, "no", 0)]
    rows += [line(9, 0, "<answer>4</answer>", 1, split="eval", level=3)]
    source = RunSource(write_run(rows), seed=7)
    found = list(source.visits())
    assert [(one.where, one.step, one.late, len(one.given)) for one in found] == [
        (TRAINING, 5, False, 2),
        (TRAINING, 5, False, 1),
        (VALIDATION, 9, True, 1),
    ]
    assert (found[0].ref.seed, found[0].ref.split, found[0].ref.index) == (7, "train", 0)
    assert (found[2].ref.seed, found[2].ref.split, found[2].ref.level) == (0, "eval", 3)
    assert [one.text for one in found[0].winners] == ["<answer>4</answer>"]
    assert list(source.visits()) == found


def test_turns(write_run, line):
    rows = [
        line(1, 0, "a\nb", 0, turns=["a", "b"]),
        line(1, 1, "a\nb", 0),
        line(1, 2, "ab", 0),
    ]
    found = [one.given[0] for one in RunSource(write_run(rows), seed=0).visits()]
    assert [(one.turns, one.joined) for one in found] == [(("a", "b"), False), (("a\nb",), True), (("ab",), False)]
    assert found[0].text == found[1].text


def test_lines_that_are_no_rows_are_counted(write_run, line):
    rows = [line(1, 0, "x", 0), line(1, 1, "x", 0), line(1, 2, "x", 0, solved=None), line(1, 3, "x", 0)]
    rows[1]["reward"] = "high"
    folder = write_run(rows)
    with (folder / "rollouts" / "step-000001.jsonl").open("a") as file:
        file.write('[1]\n\n{"step": 1, "spl')
    source = RunSource(folder, seed=0)
    assert [one.ref.index for one in source.visits()] == [0, 3]
    assert source.torn == 4


def test_a_status_of_another_version_is_no_verdict(write_run, line):
    (found,) = RunSource(write_run([line(1, 0, "x", 0, status="lost")]), seed=0).visits()
    assert (found.given[0].status, found.given[0].judged) == (Status.ERROR, False)


def test_a_run_without_dumps(write_run):
    source = RunSource(write_run([]), seed=0)
    assert list(source.visits()) == []
    assert source.last_step == 0


def test_a_group_too_long_is_read_in_parts(write_run, line, monkeypatch):
    monkeypatch.setattr("prorl.train.audit.visits.MOST_GIVEN", 3)
    source = RunSource(write_run([line(1, 0, "x", 0)] * 7), seed=0)
    assert [len(one.given) for one in source.visits()] == [3, 3, 1]
