"""Measures that an outcome of the settings may name: each a function of a panel, by its name."""
