"""Fuzzing of every reader of returns: each input ends in a value or in the project's own fault."""
