"""One TOML file a benchmark, read by `prorl.train.measure.suite`."""
