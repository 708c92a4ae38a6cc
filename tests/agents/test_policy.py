import pytest

from prorl.agents.policy import Finished, Prompt, Sampling, drain
from prorl.agents.records import Completion, Finish


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"max_new_tokens": 0}, "max_new_tokens must be at least 1, got 0"),
        ({"temperature": -0.1}, "temperature must be 0 or more and finite, got -0.1"),
        ({"temperature": float("nan")}, "temperature must be 0 or more and finite, got nan"),
        ({"temperature": float("inf")}, "temperature must be 0 or more and finite, got inf"),
        ({"top_p": 0.0}, r"top_p must be in \(0, 1\], got 0.0"),
        ({"top_p": 1.01}, r"top_p must be in \(0, 1\], got 1.01"),
        ({"top_p": float("nan")}, r"top_p must be in \(0, 1\], got nan"),
        ({"top_k": -1}, r"top_k must be 0 \(off\) or more, got -1"),
        ({"min_p": 1.5}, r"min_p must be in \[0, 1\], got 1.5"),
        ({"stop": "END"}, "stop must be a tuple of strings that are not empty, got 'END'"),
        ({"stop": ("",)}, "stop must be a tuple of strings that are not empty"),
    ],
)
def test_settings_without_a_meaning_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        Sampling(**settings)


def test_the_bounds_themselves_are_allowed():
    sampling = Sampling(max_new_tokens=1, temperature=0, top_p=1)
    assert (sampling.max_new_tokens, sampling.temperature, sampling.top_p) == (1, 0, 1)


def said(token):
    return Completion(token_ids=(token,), logprobs=(-0.5,), finish=Finish.STOP, policy_version=0)


class Backwards:
    """A stream that finishes the last sample first, two at a time; the token is the seed."""

    def __init__(self):
        self.pending, self.count, self.closed = [], 0, False

    def add(self, prompt):
        self.pending += [Finished(prompt=self.count, sample=n, completion=said(s)) for n, s in enumerate(prompt.seeds)]
        self.count += 1
        return self.count - 1

    def next(self):
        return [self.pending.pop() for _ in range(min(2, len(self.pending)))]

    def close(self):
        self.closed = True


def test_draining_puts_completions_in_the_order_of_prompts_and_seeds():
    stream = Backwards()
    written = drain(stream, [Prompt(token_ids=(1,), seeds=seeds) for seeds in ((7, 8), (), (9,), (5, 6))])
    assert written == [(said(7), said(8)), (), (said(9),), (said(5), said(6))]
    assert stream.closed


def test_a_stream_is_closed_after_an_error():
    stream = Backwards()
    with pytest.raises(AttributeError):
        drain(stream, [None])
    assert stream.closed
