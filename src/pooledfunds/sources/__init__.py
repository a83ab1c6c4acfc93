"""Readers: official layouts in, one typed table per return out."""
