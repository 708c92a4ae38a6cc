"""The policy that comes with prorl."""
