"""What a job took, for its log: the requests of a cluster's profile are held against it."""

import resource
import sys

# Linux counts kilobytes, macOS bytes.
UNIT = 1 if sys.platform == "darwin" else 1024


def usage() -> str:
    """Return the processor time of this process and those it started, and the most memory of each.

    Memory is the greatest resident set: an upper bound, since forked processes share what their
    parent had, and a program begins with what the one that started it had (getrusage(2) of Linux).
    """
    own, started = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    seconds = sum(used.ru_utime + used.ru_stime for used in (own, started))
    words = f"{seconds:.1f} s of processor, at most {own.ru_maxrss * UNIT / 1e6:.0f} MB of memory"
    if not started.ru_maxrss:
        return words
    return f"{words}, and {started.ru_maxrss * UNIT / 1e6:.0f} MB in each process that it started"
