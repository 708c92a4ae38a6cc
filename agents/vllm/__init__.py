"""Engines of vLLM behind the seam of `prorl.agents.policy`: one beside the trainer, or servers over HTTP.

vLLM is imported where an engine starts, never by importing this package.
"""
