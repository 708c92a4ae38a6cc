"""Judging answers: one module per kind of answer."""
