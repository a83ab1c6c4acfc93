"""Keyed pseudonyms of patients and records: no key reaches a disk as it was delivered.

They are made with a secret that nothing writes down, so that whoever holds a staged file can
neither look a patient up nor try keys one by one (decision 99).
"""

import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from pooledfunds.staging.hes._fast import keyed_hash

KEY_VARIABLE = "POOLEDFUNDS_RECORDS_KEY"
# Keys of records are compared with one another only where they share these.
COMPARED = ("patient", "epistart")
_NUMBER = np.uint64(2**62 - 1)  # more than any serial of digits: these have 16 at most
_NO_NUMBER = np.uint64(2**63)  # of a serial with letters, which comes after all numbers


@dataclass(frozen=True)
class Pseudonyms:
    """Makes the pseudonyms of one secret; those of another cannot be told from chance."""

    secret: bytes = field(repr=False)

    @classmethod
    def of_environment(cls) -> "Pseudonyms":
        """Return those of the secret in ``POOLEDFUNDS_RECORDS_KEY``, else of a random one."""
        given = os.environ.get(KEY_VARIABLE)
        return cls(given.encode() if given else secrets.token_bytes(32))

    def replace_keys(self, columns: Mapping[str, np.ndarray], kinds: Mapping[str, str]) -> None:
        """Write pseudonyms over the keys of some records; 0, a missing key, stays.

        A key of a patient, or of whatever else only has to be the same or another one, becomes its
        keyed hash. The key of a record, by whose order published rules break ties, becomes the sum
        of itself and of a keyed hash of what all records share that it is compared with: their
        order stays, and nothing else of it. A record without a patient, which never counts, gets 0.

        Parameters
        ----------
        columns
            ``uint64`` for keys and serials; and ``epistart``, in whole days.
        kinds
            Of each column (see ``fields.KINDS``).
        """
        for name in (name for name, kind in kinds.items() if kind == "key"):
            given = columns[name]
            hashed = self._hash(name, given, np.zeros_like(given))
            given[:] = np.where(given == 0, 0, np.maximum(hashed, 1))
        for name in (name for name, kind in kinds.items() if kind == "serial"):
            given, (patient, start) = columns[name], (columns[other] for other in COMPARED)
            shift = self._hash(name, patient, start.astype(np.int64).view(np.uint64)) & _NUMBER
            masked = (given & _NO_NUMBER) + (given & _NUMBER) + shift
            given[:] = np.where((given == 0) | (patient == 0), 0, masked)

    def _hash(self, name: str, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Return the hash of two words of each record, under a key of the field's own."""
        key = np.frombuffer(hmac.digest(self.secret, name.encode(), "sha256"), "<u8", 2)
        words = (np.ascontiguousarray(one, dtype=np.uint64) for one in (first, second))
        return keyed_hash(*words, key.astype(np.uint64))
