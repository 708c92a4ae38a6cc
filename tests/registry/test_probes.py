from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prorl.envs.strings.sort import make_task
from prorl.envs.text_env import TextEnv
from prorl.registry.hostile import LONG, hostile_responses
from prorl.registry.leaks import Reader, learn_readers, reader_probes
from prorl.registry.probes import level_probes, take_apart

APART = {
    "so <answer>12</answer>!": ("<answer>", "12", "</answer>"),
    "<answer>1</answer> <answer>2</answer>": ("<answer>", "2", "</answer>"),
    "<answer>```x```</answer>": ("<answer>", "```x```", "</answer>"),
    "```python\nprint(1)\n```": ("```python\n", "print(1)", "\n```"),
    "a\n```\nx\n```\nb\n```cpp\ny\nz\n```\n": ("```cpp\n", "y\nz", "\n```"),
    "It is $\\boxed{\\frac{1}{2}}$.": ("\\boxed{", "\\frac{1}{2}", "}"),
    "\\boxed{1} and \\boxed{2}": ("\\boxed{", "2", "}"),
    "\\boxed{1": ("", "\\boxed{1", ""),
    "plain words": ("", "plain words", ""),
    "": ("", "", ""),
}


@pytest.mark.parametrize(("response", "parts"), APART.items())
def test_take_apart(response, parts):
    framed = take_apart(response)
    assert (framed.before, framed.answer, framed.after) == parts


@given(st.text(alphabet="ab<>/`\n{}\\ "), st.sampled_from([r for r in APART if r]))
def test_a_response_in_the_same_frame_is_taken_apart_again(text, response):
    framed = take_apart(response)
    assert framed.holding(framed.answer) in response
    if framed.before == "<answer>" and "<answer>" not in text:
        assert take_apart(framed.holding(text)).answer == text


@pytest.fixture
def env():
    env = TextEnv(task=make_task("train", "strict"), env_id="t/s-v0", domain="test", level=4)
    env.reset(seed=0)
    return env


def test_probes_of_a_tagged_task(env):
    said = {p.name: p.respond(env, "") for p in level_probes(["<answer>5</answer>"] * 2 + ["<answer>6</answer>"])}
    own, prompt = env.problem.reference, env.problem.prompt
    assert said["empty"] == ""
    assert said["empty answer"] == "<answer></answer>"
    assert said["constant '5'"] == "<answer>5</answer>"
    assert said["constant 'nan'"] == "<answer>nan</answer>"
    assert said["prompt copied"] == prompt
    assert said["prompt as answer"] == f"<answer>{prompt}</answer>"
    assert said["two answers joined by ', '"] == f"<answer>{own}, 5</answer>"
    assert [name for name in said if name.startswith("constant")][:2] == ["constant '5'", "constant '6'"]


def test_two_answers_need_a_wrong_one(env):
    two = next(p for p in level_probes([f"<answer>{env.problem.reference}</answer>"]) if p.name[:3] == "two")
    assert two.respond(env, "") == f"<answer>{env.problem.reference} 0</answer>"


def test_free_text_has_no_two_answers():
    names = [probe.name for probe in level_probes(["some essay", "another"])]
    assert not any(name.startswith("two answers") for name in names)
    assert "constant 'some essay'" in names


def test_readers_learn_a_fixed_place():
    seen = [("Reverse abc (the answer is cba).", "cba"), ("Reverse xyz (the answer is zyx).", "zyx")]
    reader = learn_readers(seen)[0]
    assert reader == Reader(left="swer is ", right=")")
    assert reader.read("Reverse hij (the answer is jih).") == "jih"
    assert reader.read("Reverse hij.") == ""
    assert learn_readers([("Reverse abc.", "cba"), ("Say nothing.", "")]) == []


def test_readers_learn_a_place_after_varying_text():
    readers = learn_readers([("12 + 3 (15)", "15"), ("40 + 5 (45)", "45"), ("7 + 80 (87)", "87")])
    assert Reader(left=" (", right=")") in readers
    assert [reader.read("9 + 9 (18)") for reader in readers if reader.left == " ("] == ["18"]


def test_readers_read_up_to_the_end():
    readers = learn_readers([("what? key=7", "7"), ("why? key=31", "31")])
    assert Reader(left="key=", right="") in readers
    assert Reader(left="key=", right="").read("q? key=99") == "99"


def test_reader_probes_answer_in_the_format(env):
    pairs = [(f"Sort it. Key: {n};", f"<answer>{n}</answer>") for n in (12, 345, 67)]
    probe = reader_probes(pairs)[0]
    assert probe.name == "between 't. Key: ' and ';'"
    assert probe.respond(env, "") == "<answer></answer>"


def test_hostile_responses_stand_in_the_format():
    said = hostile_responses(take_apart("<answer>1</answer>"), Path("/tmp/canary"))
    assert said["power tower"] == "<answer>9**9**9</answer>"
    assert said["python import"] == "<answer>__import__('os').system('touch /tmp/canary')</answer>"
    assert said["NUL"] == "<answer>\x00</answer>"
    assert said["raw lone surrogate"] == "\udfff"
    assert len(said["long number"]) == LONG + len("<answer></answer>")
    assert sum(name.startswith("garbage") for name in said) == 24
    assert said == hostile_responses(take_apart("<answer>2</answer>"), Path("/tmp/canary"))


def test_constants_that_begin_alike_are_counted_apart():
    programs = [f"```python\nimport sys, os, math\nprint({n})\n```" for n in (1, 2, 3)]
    names = [probe.name for probe in level_probes(programs)]
    assert len(names) == len(set(names))
    assert r"constant 'import sys, os, math\n...' (2)" in names
