"""The ProRL algorithm, its loop, checkpoints, evaluation and command line."""
