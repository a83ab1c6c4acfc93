"""Bodies, their names and successors, and the boundaries that they share."""
