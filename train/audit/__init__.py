"""The reward audit: what in a run's or an evaluation's records speaks against its rewards (`prorl audit`)."""
