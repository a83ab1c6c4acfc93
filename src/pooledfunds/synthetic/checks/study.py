"""Whose years and returns the invented England has: the study that these checks are of."""

STUDY = "means_to_an_end"
