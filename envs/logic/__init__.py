"""Environments of one domain."""
