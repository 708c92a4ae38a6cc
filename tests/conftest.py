"""Tests never ask a network for data, and no property test depends on how busy the machine is."""

import os

from hypothesis import settings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
