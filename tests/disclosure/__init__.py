"""The attack on a release: what its reader can work back of the counts of patients."""
