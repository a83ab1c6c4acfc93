"""Figures and tables of the study: one module each, a table in, a picture out."""
