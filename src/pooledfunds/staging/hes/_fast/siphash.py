"""SipHash-2-4 of messages of two words (Aumasson and Bernstein 2012, INDOCRYPT)."""

import numpy as np
from numba import njit, types

from pooledfunds.staging.hes._fast.compiled import compiled

_WORDS = types.uint64[::1]
# "somepseudorandomlygeneratedbytes"; and the length of the message, 16 bytes, in its last word
_START = np.array(
    [0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573], np.uint64
)
_LENGTH = np.uint64(16 << 56)
_END = np.uint64(0xFF)


@njit(forceinline=True)
def _rotate(word, bits):
    return (word << np.uint64(bits)) | (word >> np.uint64(64 - bits))


@njit(forceinline=True)
def _round(a, b, c, d):
    a, c = a + b, c + d
    b, d = _rotate(b, 13) ^ a, _rotate(d, 16) ^ c
    a, c = _rotate(a, 32) + d, c + b
    b, d = _rotate(b, 17) ^ c, _rotate(d, 21) ^ a
    return a, b, _rotate(c, 32), d


@compiled(_WORDS(_WORDS, _WORDS, _WORDS))
def keyed_hash(first, second, key):
    """Return the hash of each message of two words, a number of 64 bits that needs the key.

    Parameters
    ----------
    first, second
        ``uint64``: the words of each message.
    key
        ``uint64``, two words.
    """
    hashed = np.empty_like(first)
    for row in range(len(first)):
        a, b = _START[0] ^ key[0], _START[1] ^ key[1]
        c, d = _START[2] ^ key[0], _START[3] ^ key[1]
        for word in (first[row], second[row], _LENGTH):
            d ^= word
            for _ in range(2):
                a, b, c, d = _round(a, b, c, d)
            a ^= word
        c ^= _END
        for _ in range(4):
            a, b, c, d = _round(a, b, c, d)
        hashed[row] = a ^ b ^ c ^ d
    return hashed
