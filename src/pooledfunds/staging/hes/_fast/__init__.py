"""Compiled scanning of hospital text, and compiled pseudonyms of what it finds (decision 31).

Outside this folder nothing but ``scan`` and ``keyed_hash`` is imported from it; ``plain.scan`` and
``plain.keyed_hash`` tell what they do.
"""

from pooledfunds.staging.hes._fast.scan import scan
from pooledfunds.staging.hes._fast.siphash import keyed_hash

__all__ = ["keyed_hash", "scan"]
