"""The folders of patients' records, which go with the run (decision 99)."""

from pathlib import Path

from pooledfunds.hospital.spill import run_spill
from pooledfunds.run.plan import Run


def hospital_records(run: Run) -> str:
    """Return the folder of staged hospital records, of the stays built from them, and of spill."""
    return f"{run.records}/hes"


def passing_folders(run: Run) -> list[str]:
    """Return the folders of which a run leaves nothing: of records, unless kept, and of spill."""
    if "hes_apc" not in run.at_hand:
        return [run.records]
    spill = run_spill(run.study["hes"]["engine"], hospital_records(run))
    if not run.keep_records:
        return [spill, run.records]
    return [spill, *map(str, Path(hospital_records(run)).glob("variant-*"))]
