"""Which groups of a step each of its K optimizer steps trains on."""

from prorl.envs.seeding import generator
from prorl.train.config import Config


def dealt(config: Config, kept: int, step: int) -> tuple[tuple[int, ...], ...]:
    """Numbers of the kept groups, in K shares of a shuffled order that belongs to (run seed, step).

    There are fewer shares than K if there are fewer groups.

    Example: eight groups and K = 3 make shares of 3, 3 and 2 numbers, and every number from 0 to 7 is in one of them.
    """
    count = min(config.optim.updates, kept)
    order = generator("updates", config.run.seed, step).permutation(kept).tolist()
    return tuple(tuple(order[share::count]) for share in range(count))
