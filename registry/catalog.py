"""The built-in environments: one declarative table, nothing imported."""

from prorl.registry.entry import EnvEntry

RG = "reasoning-gym 0.1.25"

CATALOG: tuple[EnvEntry, ...] = (
    # small string and number tasks whose size grows with the level
    EnvEntry(
        id="prorl/reverse-string-v0",
        task="prorl.envs.strings.reverse:make_task",
        domain="logic",
        summary="Write a string backwards.",
        floor=0.01,
    ),
    EnvEntry(
        id="prorl/sort-digits-v0",
        task="prorl.envs.strings.sort:make_task",
        domain="logic",
        summary="Put digits in ascending order.",
        floor=0.02,
    ),
    EnvEntry(
        id="prorl/count-letter-v0",
        task="prorl.envs.strings.count:make_task",
        domain="logic",
        summary="Count one letter in a string.",
        floor=0.35,
    ),
    EnvEntry(
        id="prorl/add-numbers-v0",
        task="prorl.envs.strings.add:make_task",
        domain="math",
        summary="Add two whole numbers.",
        floor=0.07,
    ),
    EnvEntry(
        id="prorl/compose-functions-v0",
        task="prorl.envs.strings.compose:make_task",
        domain="logic",
        summary="Apply a chain of named functions to a string.",
        floor=0.02,
    ),
    # reasoning-gym data sets with our own seeds and verifiers
    EnvEntry(
        id="prorl/sudoku-v0",
        task="prorl.envs.logic.sudoku:make_task",
        domain="logic",
        summary="Fill the blank cells of a 9x9 sudoku.",
        source=RG,
    ),
    EnvEntry(
        id="prorl/mini-sudoku-v0",
        task="prorl.envs.logic.mini_sudoku:make_task",
        domain="logic",
        summary="Fill the blank cells of a 4x4 sudoku.",
        source=RG,
    ),
    EnvEntry(
        id="prorl/knights-knaves-v0",
        task="prorl.envs.logic.knights_knaves:make_task",
        domain="logic",
        summary="Find out who tells the truth and who lies.",
        source=RG,
        floor=0.3,
    ),
    EnvEntry(
        id="prorl/chain-sum-v0",
        task="prorl.envs.math.chain_sum:make_task",
        domain="math",
        summary="Add and subtract a chain of whole numbers.",
        source=RG,
    ),
    # problems of known data sets
    EnvEntry(
        id="prorl/gsm8k-v0",
        task="prorl.envs.math.gsm8k:make_task",
        domain="math",
        summary="Solve word problems of grade school.",
        source="GSM8K (openai/gsm8k), or a sample of our own where it is out of reach",
        licence="MIT",
        floor=0.35,  # of the sample, which has 4 to 8 problems a level and split; 0.05 of the whole data set
    ),
    # science
    EnvEntry(
        id="prorl/kinematics-v0",
        task="prorl.envs.stem.kinematics:make_task",
        domain="stem",
        summary="Find a distance, time, speed or acceleration, with its unit.",
    ),
    # programs, run in a child process
    EnvEntry(
        id="prorl/python-function-v0",
        task="prorl.envs.code.python_function:make_task",
        domain="code",
        summary="Write a Python function that does several steps to its argument.",
        floor=0.08,
    ),
    # texts that keep to rules
    EnvEntry(
        id="prorl/keyword-constraints-v0",
        task="prorl.envs.instruct.keyword_constraints:make_task",
        domain="instruct",
        summary="Write a short text that satisfies several constraints.",
        floor=0.02,
    ),
)
