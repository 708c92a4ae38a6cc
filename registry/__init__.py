"""The table of environments, plugins, mixtures and the conformance kit."""
