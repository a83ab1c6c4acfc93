"""Specifications, fits and what they allow to be said."""
