"""What a job took."""

import re
import subprocess
import sys

from pooledfunds.core.usage import usage

MORE = 60  # MB
TAKES = f"""
import os, re
from pooledfunds.core.usage import usage
before = usage()
print(before)
if not os.fork():
    held = bytearray(b"1") * (int(re.findall("[0-9.]+", before)[1]) + {MORE}) * 1_000_000
    os._exit(0)
os.wait()
print(usage())
"""


def numbers(words: str) -> list[float]:
    return [float(one) for one in re.findall(r"[0-9.]+", words)]


def test_the_most_memory_of_a_process_and_of_those_it_started_is_told():
    done = subprocess.run(
        [sys.executable, "-c", TAKES], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    (_, own), (_, own_after, started) = map(numbers, done)
    assert own_after < own + MORE / 2
    assert started > own + MORE / 2


def test_what_was_taken_only_grows():
    first = numbers(usage())
    held = bytearray(b"1") * MORE * 1_000_000
    assert numbers(usage())[1] >= first[1]
    assert held
