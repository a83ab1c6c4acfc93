"""Facts: the sums, shares, counts and rankings that claims ask for.

Cheap to import, so that the workflow can hold claims against ``FACTS`` before any job.
"""

from pooledfunds.facts.compute import compute_facts
from pooledfunds.facts.evidence import Fact
from pooledfunds.facts.registry import FACTS

__all__ = ["FACTS", "Fact", "compute_facts"]
