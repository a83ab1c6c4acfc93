"""
Download the returns that are public, each held against its checksum: the only rule that may use the network.

Reads   config/downloads.csv, and the addresses that it names
Writes  data/raw/official/{study}/, or the folder of --config official_root=...
"""

import os
import sys
from pathlib import Path

from pooledfunds.core.run_lock import AnotherRunError
from pooledfunds.core.run_lock import LOCK_VARIABLE
from pooledfunds.core.run_lock import lock_run
from pooledfunds.core.terminal import end_on_signals
from pooledfunds.core.terminal import show_one_message

# Whether this is what was asked for, on the command line or by the run that started this job (Snakemake
# tells a Snakefile its targets only later). It goes before every plan: there need not be any return yet.
RETRIEVING = not {"retrieve", "retrieve:"}.isdisjoint(sys.argv)


rule retrieve:
    log:
        "logs/retrieve.log",
    params:
        settings=dict(config),
    script:
        "../scripts/retrieve.py"


if RETRIEVING:
    # No run reads the returns while they arrive.
    LOCK = Path(".snakemake", f"{config['study']}-official.lock").absolute()
    os.environ[LOCK_VARIABLE] = str(LOCK)
    TERMINAL = show_one_message(logger)

    onstart:
        end_on_signals(TERMINAL)
        try:
            workflow.held = lock_run(LOCK)
        except AnotherRunError as error:
            sys.exit(str(error))
