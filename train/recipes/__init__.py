"""Recipes: sparse TOML files."""
