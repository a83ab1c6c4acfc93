"""One file of a source as a target: the inputs kept are those that reached something new."""

import hashlib
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.arcs import Arc, Arcs
from tests.fuzz.damage import damaged
from tests.fuzz.readers import FAULT, StudyReaders

ARCS = Arcs()


@dataclass
class Target:
    """A file, what its sound form reaches, and what damaged forms have reached beyond that.

    Parameters
    ----------
    readers, source, file
        Who reads it; its source; where it lies in the world.
    folder
        Keeps the inputs that reached something new from run to run, and those that failed.
    """

    readers: StudyReaders
    source: str
    file: str
    folder: Path
    kept: list[bytes] = field(default_factory=list)
    seen: set[Arc] = field(default_factory=set)
    reached_by_sound: set[Arc] = field(default_factory=set)
    tried: int = 0
    faults: int = 0  # inputs that were refused
    failures: list[str] = field(default_factory=list)
    spent: float = 0.0  # seconds; half of it is forgiven for each input that reached something new

    @property
    def name(self) -> str:
        """Return study, source and file."""
        return f"{self.readers.study} {self.source} {Path(self.file).name}"

    def begin(self) -> None:
        """Read the sound file, which must be accepted, and what earlier runs kept.

        Raises
        ------
        AssertionError
            When the sound file is refused: whatever is done to it would tell nothing.
        """
        sound = (self.readers.raw / self.file).read_bytes()
        with ARCS.noted() as arcs:
            outcome = self.readers.read(self.source, self.file, sound)
        assert outcome != FAULT, f"{self.name}: the sound file is refused"
        self.kept, self.seen, self.reached_by_sound = [sound], set(arcs), set(arcs)
        for input_ in sorted(self.folder.glob("new-*")):
            self.give(input_.read_bytes())

    def turn(self, number: int, inputs: int) -> None:
        """Give the reader some damaged forms of what is kept, others for each number."""
        chosen = random.Random(number)
        # Half of them of what reached something new last, from where more may be in reach.
        parent = self.kept[-1] if chosen.random() < 0.5 else chosen.choice(self.kept)

        @seed(number)
        @settings(
            max_examples=inputs,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(damaged(parent))
        def one(data: bytes) -> None:
            if data not in self.kept:  # the first that Hypothesis draws is often no change at all
                self.give(data)

        one()

    def give(self, data: bytes) -> None:
        """Give the reader an input; keep it when it reaches something new, or when it fails."""
        began = time.monotonic()
        arcs: set[Arc] = set()
        try:
            with ARCS.noted() as arcs:
                self.faults += self.readers.read(self.source, self.file, data) == FAULT
        except AssertionError as error:
            self.failures.append(f"{error}: {self.keep('failed', data)}")
        self.tried += 1
        self.spent += time.monotonic() - began
        if not arcs <= self.seen:
            self.seen |= arcs
            self.kept.append(bytes(data))
            self.keep("new", data)
            self.spent /= 2

    def keep(self, why: str, data: bytes) -> Path:
        """Write an input to the folder, and return its path."""
        path = self.folder / f"{why}-{hashlib.sha256(data).hexdigest()[:16]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path
