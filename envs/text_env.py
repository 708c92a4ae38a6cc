"""`TextEnv`: the only class that turns a task into a Gymnasium environment."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import Any

import gymnasium as gym

from prorl.envs.seeding import SPLITS, Split, draw_item, item_hash
from prorl.envs.spaces import MAX_TEXT, UnicodeText
from prorl.envs.task import Judged, Problem, Task
from prorl.envs.task_ref import SCORINGS, Scoring, TaskRef, load_task
from prorl.envs.verdict import Status, Verdict, unread

__all__ = ["SCORINGS", "Scoring", "Step", "TextEnv", "load_task"]

Step = tuple[str, float, bool, bool, dict[str, Any]]
"""Observation, reward, terminated, truncated, info."""


class TextEnv(gym.Env[str, str]):
    """One episode is one item of a task: the prompt is the first observation, the responses are the actions.

    Made by `gym.make("prorl/<name>-vN", split=, level=, scoring=)`.

    `reset` and `step` put the same keys with the same types into `info` in every environment:
    `env` str, `item` str (content hash), `level` int, `domain` str; after the last step also `solved` bool, `status`
    str, `extracted` str, `reason` str, `verifier` str ("name@version"), `parts` dict[str, float]. The reference
    answer is in neither observation nor info before the episode is over.
    """

    # "ansi" is the only render mode; Gymnasium's checker wants a frame rate whatever the mode.
    metadata = {"render_modes": ["ansi"], "render_fps": 1}  # noqa: RUF012  (Gymnasium's own declaration)

    def __init__(  # noqa: PLR0913  (the keyword surface of gym.make)
        self,
        *,
        task: str | Task,
        env_id: str,
        domain: str,
        split: Split = "train",
        level: int | None = None,
        scoring: Scoring = "strict",
        render_mode: str | None = None,
        **options: Any,
    ):
        """Build the environment.

        Args:
            task: a `Task`, or `"package.module:factory"` of a callable `(split=, scoring=, **options) -> Task`.
            env_id: the registered id, part of every item's identity.
            domain: one of the five domains, or a third party's own.
            split: which of the two disjoint sets of items to draw from.
            level: difficulty of every item, or `None` for the task's default mix.
            scoring: "strict", or "upstream" for the rule of the library that the task came from.
            render_mode: `None` or "ansi".
            options: passed on to the factory.

        Raises:
            ValueError: for a split, scoring, level or render mode that does not exist.
        """
        _one_of("split", split, SPLITS)
        _one_of("scoring", scoring, SCORINGS)
        _one_of("render_mode", render_mode, (None, "ansi"))
        self._ref = None if isinstance(task, Task) else TaskRef.of(task, split, scoring, options)
        self.task = task if isinstance(task, Task) else load_task(task, split, scoring, **options)
        self.env_id, self.domain, self.split, self.scoring = env_id, domain, split, scoring
        self.level = None if level is None else self.task.levels.check(level)
        self.render_mode = render_mode
        self.observation_space = UnicodeText()
        self.action_space = UnicodeText()
        self._seed: int | None = None
        self._index = -1
        self._problem: Problem | None = None
        self._item_level = 0
        self._item = ""
        self._responses: tuple[str, ...] = ()
        self._replies: tuple[str, ...] = ()
        self._verdict: Verdict | None = None
        self._truncated = False

    @property
    def problem(self) -> Problem:
        """The current item. Raises `gymnasium.error.ResetNeeded` before the first reset."""
        if self._problem is None:
            raise gym.error.ResetNeeded("call reset() before asking for the problem")
        return self._problem

    @property
    def verdict(self) -> Verdict | None:
        """How the current episode ended, `None` while it goes on."""
        return self._verdict

    @property
    def item_level(self) -> int:
        """The current item's level."""
        return self._item_level

    @property
    def reference(self) -> TaskRef | None:
        """The task by name, for other processes; `None` where the environment was given a task object."""
        return self._ref

    def oracle(self) -> str:
        """A response that, given now, leads to full reward (turn by turn in multi-turn tasks)."""
        return self.task.oracle(self.problem, *self._replies)

    def reset(self, *, seed: int | None = None, options: Mapping[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
        """Start the next item: the item at `index` of the stream that `seed` names.

        Args:
            seed: starts a new stream at index 0; `None` goes on with the current one.
            options: `{"level": int, "index": int}`, both optional, for this episode alone.

        Raises:
            ValueError: for an unknown option or an illegal level or index.
        """
        super().reset(seed=seed)
        if seed is not None:
            self._seed, self._index = seed, -1
        elif self._seed is None:
            self._seed = int(self.np_random.integers(2**63))
        wanted = _checked_options(options)
        self._index = wanted.get("index", self._index + 1)
        self._start(wanted.get("level", self.level))
        return self.problem.prompt, self._info()

    def resume(self, problem: Problem, level: int, responses: Sequence[str], replies: Sequence[str]) -> None:
        """Go on with an episode that was begun elsewhere: its item, and what was said in it so far.

        Args:
            problem: the item.
            level: its level.
            responses: given so far.
            replies: the observation after each of them; after the last it may be missing, then `judge` comes next.
        """
        assert len(replies) <= len(responses) <= len(replies) + 1
        self._problem, self._item, self._item_level = problem, item_hash(problem), level
        self._responses, self._replies, self._verdict = tuple(responses), tuple(replies), None

    def _start(self, level: int | None) -> None:
        identity = (self.env_id, self.split, self._seed, self._index)
        self._item_level, self._problem = draw_item(self.task, level, *identity)
        self._item = item_hash(self._problem)
        self._responses, self._replies, self._verdict = (), (), None

    def step(self, action: str) -> Step:
        """Give one response.

        Returns:
            The next observation ("" at the end), the reward in [0, 1] (0 before the end), `terminated`, `truncated`
            (the turn limit was reached before the task was over), and info. Any string gets a verdict: nothing raises.
        """
        going = self.respond(action)
        return self.finish(self.judge()) if going is None else going

    def respond(self, action: str) -> Step | None:
        """The first half of `step`: take the response and make the reply.

        Returns:
            What `step` returns, where the episode goes on or the reply failed; `None` where it is time for a verdict,
            to be handed to `finish`.
        """
        if self._problem is None or self._verdict is not None:
            raise gym.error.ResetNeeded("this episode is over: call reset() first")
        self._responses += (action,)
        try:
            reply = self._next_reply(action)
        except Exception as error:  # as in judge_here(): a broken task must not stop a run
            return self.finish(_failed("reply", error), truncated=False)
        self._truncated = reply is not None
        if reply is not None and len(self._responses) < self.task.max_turns:
            self._replies += (reply,)
            return reply, 0.0, False, False, self._info()
        return None

    def judge(self) -> Verdict:
        """The verdict on the responses so far, made where the task says. Pure; nothing raises."""
        asked = self.ask_pool()
        return self.judge_here() if asked is None else asked.result()

    def ask_pool(self) -> "Future[Verdict] | None":
        """The coming verdict, if the shared pool is to make it: the task says so, and there is a pool and a text."""
        if self.task.judged != Judged.POOL or not self.action_space.contains(self._responses[-1]):
            return None
        from prorl.envs.verify.pool import pool_if_any  # not needed before the first answer that wants it

        pool = pool_if_any()
        if pool is None:
            return None
        target = self._ref or self.task.verify
        return pool.submit(target, self.problem, *self._responses, key=self.env_id, deadline_s=self.task.deadline_s)

    def judge_here(self) -> Verdict:
        """The verdict, made in this thread; a verifier that fails is a verdict too (`status="error"`)."""
        if not self.action_space.contains(self._responses[-1]):
            return unread(Status.INVALID, f"not UTF-8 text of at most {MAX_TEXT} characters")
        try:
            verdict = self.task.verify(self.problem, *self._responses)
            if not isinstance(verdict, Verdict):
                raise TypeError(f"verify returned {type(verdict).__name__}, not Verdict")
            return verdict
        except Exception as error:  # the contract forbids it, and a broken verifier must not stop a run
            return _failed("verifier", error)

    def finish(self, verdict: Verdict, truncated: bool | None = None) -> Step:
        """Close the episode with a verdict: what `step` returns at the end.

        Args:
            verdict: the outcome.
            truncated: whether it was cut short; `None` for what the turn limit says.
        """
        self._verdict = verdict
        truncated = self._truncated if truncated is None else truncated
        return "", float(verdict.reward), not truncated, bool(truncated), self._info()

    def _next_reply(self, action: str) -> str | None:
        if self.task.reply is None or not self.action_space.contains(action):
            return None
        return self.task.reply(self.problem, *self._responses)

    def _info(self) -> dict[str, Any]:
        info: dict[str, Any] = {
            "env": self.env_id,
            "item": self._item,
            "level": self._item_level,
            "domain": self.domain,
        }
        if self._verdict is not None:
            info |= {
                "solved": bool(self._verdict.solved),
                "status": str(self._verdict.status),
                "extracted": self._verdict.extracted,
                "reason": self._verdict.reason,
                "verifier": self.task.verifier,
                "parts": {name: float(value) for name, value in self._verdict.parts.items()},
            }
        return info

    def render(self) -> str | None:
        """The episode so far as plain text (`render_mode="ansi"`), else `None`."""
        if self.render_mode is None:
            return None
        lines = [f"# {self.env_id} level {self._item_level}", self._problem.prompt if self._problem else ""]
        for turn, response in enumerate(self._responses):
            lines += [f"> {response}", *self._replies[turn : turn + 1]]
        if self._verdict is not None:
            lines.append(f"= {self._verdict.reward:g} ({self._verdict.status}: {self._verdict.reason})")
        return "\n".join(lines)


def _failed(what: str, error: Exception) -> Verdict:
    return unread(Status.ERROR, f"{what} failed: {type(error).__name__}: {error}")


def _one_of(name: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, got {value!r}")


def _checked_options(options: Mapping[str, Any] | None) -> dict[str, Any]:
    wanted = dict(options or {})
    unknown = set(wanted) - {"level", "index"}
    if unknown:
        raise ValueError(f"reset options are 'level' and 'index', got {', '.join(sorted(map(repr, unknown)))}")
    if "index" in wanted and (not isinstance(wanted["index"], int) or wanted["index"] < 0):
        raise ValueError(f"index must be an int >= 0, got {wanted['index']!r}")
    return {name: value for name, value in wanted.items() if value is not None}
