import json
import os
from pathlib import Path

import pytest

from prorl.envs.data_file import DataError, Row
from prorl.envs.instruct.data_rules import FUNCTIONS, ifeval_row, nemotron_row, rlvr_row
from prorl.envs.instruct.data_sets import SOURCES, judge, make_task, read
from prorl.envs.instruct.rule import Rule
from prorl.envs.task import Task

SHARED = Path(os.environ.get("PRORL_DATA", Path(__file__).parents[4] / "shared" / "data"))
WORDS, SENTENCES = "length_constraints:number_words", "length_constraints:number_sentences"


def row(**fields) -> Row:
    return Row(fields=fields, place="here")


def rlvr(name: str, **args) -> Row:
    empty = dict.fromkeys(("N", "quantifier", "word", "letter", "options", "keyword_list"))
    truth = json.dumps({"func_name": name, **empty, **args})
    return row(messages=[{"role": "user", "content": " Write. "}], ground_truth=truth)


def problems(task: Task) -> list:
    return [problem for pool in task.generate.args[0].values() for problem in pool]


def test_a_row_of_ifeval():
    fields = {
        "prompt": "Write. ",
        "instruction_id_list": [WORDS],
        "kwargs": [{"num_words": 9.0, "relation": "at least", "N": None}],
    }
    prompt, rules = ifeval_row(row(**fields))
    assert prompt == "Write."
    assert rules == [Rule(kind=WORDS, kwargs={"num_words": 9, "relation": "at least"})]
    assert isinstance(rules[0].kwargs["num_words"], int)
    assert ifeval_row(row(**{**fields, "instruction_id_list": ["no:such"]})).startswith("have an instruction of a kind")
    for broken in ({"kwargs": []}, {"kwargs": "[{"}, {"prompt": " "}, {"instruction_id_list": [], "kwargs": []}):
        assert ifeval_row(row(**{**fields, **broken})) == "have instructions that cannot be read"


def test_a_row_of_nemotron():
    args = {"instruction_id_list": ["punctuation:no_comma"], "instruction_kwargs": [{"num_words": None}]}
    messages = [{"role": "system", "content": ""}, {"role": "user", "content": "Write."}]
    assert nemotron_row(row(input=messages, args=args)) == ("Write.", [Rule(kind="punctuation:no_comma")])
    assert nemotron_row(row(input=messages, args=json.dumps(args))) == nemotron_row(row(input=messages, args=args))
    assert nemotron_row(row(input=[], args=args)) == "have instructions that cannot be read"
    assert nemotron_row(row(input=messages, args={})) == "have instructions that cannot be read"


@pytest.mark.parametrize(
    ("name", "args", "rules"),
    [
        ("validate_no_commas", {}, [("punctuation:no_comma", {})]),
        ("verify_keywords", {"keyword_list": ["sea"]}, [("keywords:existence", {"keywords": ["sea"]})]),
        (
            "validate_word_constraint",
            {"N": 200, "quantifier": "at least"},
            [(WORDS, {"num_words": 200, "relation": "at least"})],
        ),
        (
            "validate_word_constraint",
            {"N": 200, "quantifier": "at most"},
            [(WORDS, {"num_words": 201, "relation": "less than"})],
        ),
        (
            "validate_word_constraint",
            {"N": 200, "quantifier": "around"},
            [(WORDS, {"num_words": 180, "relation": "at least"}), (WORDS, {"num_words": 221, "relation": "less than"})],
        ),
        (
            "verify_sentence_constraint",
            {"N": 5, "quantifier": "around"},
            [
                (SENTENCES, {"num_sentences": 4, "relation": "at least"}),
                (SENTENCES, {"num_sentences": 7, "relation": "less than"}),
            ],
        ),
        (
            "verify_letter_frequency",
            {"N": 3, "letter": "q"},
            [
                ("keywords:letter_frequency", {"letter": "q", "let_frequency": 3, "let_relation": "at least"}),
                ("keywords:letter_frequency", {"letter": "q", "let_frequency": 4, "let_relation": "less than"}),
            ],
        ),
        ("validate_choice", {}, [("detectable_format:constrained_response", {})]),
        (
            "validate_choice",
            {"options": "('My answer is yes.', 'My answer is no.', 'My answer is maybe.')"},
            [("detectable_format:constrained_response", {})],
        ),
    ],
)
def test_the_functions_of_rlvr(name, args, rules):
    assert rlvr_row(rlvr(name, **args)) == ("Write.", [Rule(kind=kind, kwargs=kwargs) for kind, kwargs in rules])


def test_rows_of_rlvr_that_cannot_be_judged():
    assert len(FUNCTIONS) == 25
    assert rlvr_row(rlvr("validate_rhyme")) == "have an instruction of a kind that is not known"
    for name, args in (
        ("verify_keywords", {}),
        ("validate_word_constraint", {"N": 3, "quantifier": "roughly"}),
        ("validate_word_constraint", {"quantifier": "at least"}),
        ("validate_choice", {"options": ["red", "blue"]}),
    ):
        assert rlvr_row(rlvr(name, **args)) == "have instructions that cannot be read"
    assert rlvr_row(row(messages=[], ground_truth="{")) == "have instructions that cannot be read"


def test_a_divider_with_blanks_counts_where_the_prompts_ask_for_one():
    problem = read(SOURCES["rlvr-ifeval"], rlvr("verify_paragraph_count", N=2))
    assert judge(problem, "One.\n\n* * *\n\nTwo.").solved
    assert judge(problem, "One.\n***\nTwo.").solved
    assert not judge(problem, "One.\n\nTwo.").solved


def test_loose_and_shared():
    fields = {
        "prompt": "Write.",
        "instruction_id_list": ["punctuation:no_comma", WORDS],
        "kwargs": [{}, {"num_words": 3, "relation": "at least"}],
    }
    problem = read(SOURCES["ifeval"], row(**fields))
    text = "Sure, here:\nOne two three"
    assert not judge(problem, text).solved
    assert judge(problem, text, reward="share").reward == 0.5
    assert judge(problem, text, mode="loose").solved
    with pytest.raises(ValueError, match="mode is 'strict' or 'loose'"):
        make_task("eval", "strict", name="ifeval", source="sample", mode="lose")


@pytest.mark.parametrize("name", SOURCES)
def test_the_sample_is_solved_by_the_oracle_and_not_by_its_prompts(name):
    for split in ("train", "eval"):
        task = make_task(split, "strict", name=name, source="sample")
        found = problems(task)
        assert len(found) == 36
        assert task.levels.maximum == 2
        for problem in found:
            assert task.verify(problem, task.oracle(problem)).solved
            assert not task.verify(problem, problem.prompt).solved
            assert set(problem.metadata) == {"row", "source", "instructions"}


@pytest.mark.parametrize(
    ("name", "fields", "message"),
    [
        ("ifeval", {"prompt": "Write.", "instruction_ids": [], "kwargs": []}, "'instruction_id_list' is missing"),
        ("nemotron-if", {"input": []}, "column 'args' is missing"),
        ("rlvr-ifeval", {"messages": [], "ground_truths": "{}"}, "did you mean 'ground_truths'"),
    ],
)
def test_a_missing_column_is_named(tmp_path, name, fields, message):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        make_task("eval", "strict", name=name, data=str(path))


def test_rows_of_unknown_kinds_are_dropped_and_counted(tmp_path, caplog):
    good = {"prompt": "Write.", "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}
    rows = [good, {**good, "prompt": "Sing.", "instruction_id_list": ["no:such"]}]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert len(problems(make_task("eval", "strict", name="ifeval", data=str(path)))) == 1
    assert "rows.jsonl: 1 of 2 rows dropped: they have an instruction of a kind that is not known" in caplog.text


@pytest.mark.parametrize(("name", "rows", "answered"), [("ifeval", 541, 536), ("ifbench", 300, 298)])
def test_a_benchmark_serves_all_of_its_rows(name, rows, answered):
    path = SHARED / SOURCES[name].dataset.files["eval"]
    if not path.is_file():
        pytest.skip(f"{path.name} is not there")
    assert len(problems(make_task("eval", "strict", name=name, data=str(path.parent)))) == rows
    assert len(problems(make_task("eval", "strict", name=name, data=str(path.parent), oracle_only=True))) == answered
    with pytest.raises(DataError, match="is for evaluation only: pass split='eval'"):
        make_task("train", "strict", name=name, data=str(path.parent))
