"""Compiled scanning of hospital text, behind one function (decision 31).

Outside this folder nothing but ``scan`` is imported from it; ``plain.scan`` tells what it does.
"""

from pooledfunds.staging.hes._fast.scan import scan

__all__ = ["scan"]
