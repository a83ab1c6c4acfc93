"""The workflow under Snakemake's own linter."""

import pytest

pytestmark = pytest.mark.workflow
# One locked environment serves the one package (decision 1): no rule needs one of its own.
OURS = {"* Specify a conda environment or container for each rule.:"}


def test_the_linter_of_snakemake_finds_nothing_but_the_one_environment(workspace):
    printed = workspace.snakemake("--lint").stdout
    found = {line.strip() for line in printed.splitlines() if line.startswith("    * ")}
    assert "Traceback" not in printed
    assert found == OURS, printed
