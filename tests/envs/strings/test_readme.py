"""The README of the small tasks says what they do."""

import re
from pathlib import Path

import pytest

from prorl.registry.make import make_env
from prorl.registry.table import TABLE

README = (Path(__file__).parents[3] / "envs" / "strings" / "README.md").read_text()
SECTIONS = {text.split("`")[0]: text for text in README.split("\n## `")[1:]}


def test_every_task_has_a_section():
    tasks = {e.id for e in map(TABLE.entry, TABLE.ids()) if e.task.startswith("prorl.envs.strings.")}
    assert set(SECTIONS) == tasks


@pytest.mark.parametrize("env_id", SECTIONS)
def test_samples_and_floors_are_true(env_id):
    section = SECTIONS[env_id]
    env = make_env(env_id, level=int(re.search(r"^Level (\d+):$", section, re.MULTILINE)[1]))
    prompt, _ = env.reset(seed=0)
    assert re.findall(r"```text\n(.*)\n```", section) == [prompt, env.oracle()]
    assert re.search(r"Declared ([\d.]+):", section)[1] == f"{TABLE.entry(env_id).floor:g}"
