import pytest

from prorl.envs.verdict import Status, Verdict, right, unread, wrong


def test_right_wrong_unread():
    assert right("4", steps=0.5) == Verdict(
        reward=1.0, solved=True, extracted="4", parts={"steps": 0.5}, reason="correct"
    )
    assert wrong("5") == Verdict(reward=0.0, solved=False, extracted="5", reason="wrong answer")
    assert unread(Status.INVALID, "two answers", "4 5") == Verdict(
        reward=0.0, solved=False, status=Status.INVALID, extracted="4 5", reason="two answers"
    )


@pytest.mark.parametrize("reward", [-0.01, 1.01, float("nan"), float("inf")])
def test_rewards_outside_the_unit_interval_are_bugs(reward):
    with pytest.raises(AssertionError, match="outside"):
        Verdict(reward=reward, solved=False)


def test_solved_means_full_reward():
    with pytest.raises(AssertionError, match=r"solved with reward 0\.5"):
        Verdict(reward=0.5, solved=True)


@pytest.mark.parametrize(
    ("status", "gradeable"),
    [("ok", True), ("no_answer", True), ("invalid", True), ("timeout", False), ("error", False)],
)
def test_only_the_verifiers_own_failures_are_missing_data(status, gradeable):
    assert unread(Status(status), "").gradeable is gradeable
    assert str(Status(status)) == status
