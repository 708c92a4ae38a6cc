"""Policies that play episodes: chat template, sampling engine, records."""
