from prorl.agents.drawing import draw
from prorl.envs.verdict import Status
from prorl.envs.verify.pool import PoolStats
from prorl.envs.verify.pool.job import name_of
from prorl.envs.verify.pool.latency import Histogram
from prorl.train.sampling import EpisodeStats
from prorl.train.verifying import DRAWING, _since, timings_of, verify_metrics


def episode(status):
    fields = {"reward": 0.0, "solved": False, "tokens": 1, "truncated": False}
    return EpisodeStats(env_id="a", gradeable=status is Status.OK, status=status, **fields)


def stats(times, **counts):
    """A pool's counts; `times` is seconds by verifier."""
    latencies = {}
    for name, values in times.items():
        histogram = Histogram()
        for seconds in values:
            histogram.add(seconds)
        latencies[name] = histogram.snapshot()
    none = dict.fromkeys(("judged", "timeouts", "errors", "retries", "buried", "in_process"), 0)
    return PoolStats(latencies=latencies, **(none | counts))


def test_episodes_without_a_verdict_are_counted_by_reason():
    episodes = [episode(s) for s in (Status.OK, Status.TIMEOUT, Status.NO_ANSWER, Status.ERROR, Status.TIMEOUT)]
    assert verify_metrics(episodes) == {"verify/timeout": 2.0, "verify/error": 1.0}
    assert verify_metrics([]) == {"verify/timeout": 0.0, "verify/error": 0.0}


def test_times_are_those_of_the_step():
    before = stats({"m:a": [1.0] * 9}, judged=9, timeouts=1, buried=1)
    after = stats({"m:a": [1.0] * 9 + [0.001] * 3, "m:b": [0.01]}, judged=12, timeouts=2, errors=1, retries=1, buried=3)
    found = timings_of(_since(after, before))
    assert {key: round(value, 9) for key, value in found.items()} == {
        "verify/items": 4.0,
        "verify/killed": 1.0,
        "verify/failed": 1.0,
        "verify/retries": 1.0,
        "verify/workers_ended": 2.0,
        "verify/p50_ms": 1.0,
        "verify/p99_ms": 10.0,
        "verify/max_ms": 10.0,
        "verify/p99_ms/m:a": 1.0,
        "verify/p99_ms/m:b": 10.0,
    }


def test_the_first_step_counts_from_nothing():
    assert timings_of(_since(stats({"m:a": [0.002]}, judged=1), None))["verify/items"] == 1.0


def test_a_step_that_sent_nothing_has_no_times():
    state = stats({"m:a": [0.002]}, judged=1)
    assert timings_of(_since(state, state)) == {}


def test_making_items_is_no_verdict():
    assert timings_of(stats({DRAWING: [0.5]}, judged=1)) == {}
    found = timings_of(stats({DRAWING: [0.5], "m:a": [0.001]}, judged=2))
    assert (found["verify/items"], round(found["verify/max_ms"], 9)) == (1.0, 1.0)
    assert name_of(draw) == DRAWING


def test_a_new_pool_counts_from_nothing():
    old = stats({"m:a": [1.0, 1.0]}, judged=2)
    assert timings_of(_since(stats({"m:a": [0.001]}, judged=1), old))["verify/items"] == 1.0
    assert timings_of(_since(stats({"m:b": [0.001] * 3}, judged=3), old))["verify/items"] == 3.0
