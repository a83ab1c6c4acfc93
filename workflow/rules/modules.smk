"""
The project's own modules that jobs hang on, those a script imports and those that are named.

Each function is asked when a job is planned, for within a cluster's job Snakemake starts once for
every step and plans that one alone.

Reads   workflow/scripts/, src/
Writes  nothing
"""

from pathlib import Path

from pooledfunds.catalogue.declarations import file_of
from pooledfunds.catalogue.panel import linking_functions
from pooledfunds.catalogue.readers import READERS
from pooledfunds.catalogue.study_tables import own_declarations
from pooledfunds.core.module_dependencies import project_modules


def library(script, facts=False):
    """What gives the modules that a script imports, so that editing one reruns the rules that use it.

    The facts of the study are found by its name, not imported; a study need not have any.
    """

    def modules(wildcards):
        found = set(project_modules(f"workflow/scripts/{script}.py", "src"))
        package = Path(f"src/pooledfunds/studies/{RUN.name}/facts")
        if facts and package.is_dir():
            found.update(project_modules(str(package / "__init__.py"), "src"))
            found.update(map(str, package.glob("*.py")))
        return sorted(found)

    return modules


def with_imports(files):
    """Files of modules that are named and that no script imports, with what they import."""
    return sorted({*files, *(one for file in files for one in project_modules(file, "src"))})


def world_modules(wildcards):
    """Modules of the writer of the invented England, which the basis names."""
    return with_imports([file_of(RUN.evidence.world["writer"])])


def reader_modules(wildcards):
    """Modules of the readers, which the catalogue names."""
    return with_imports({reader.file for reader in READERS})


def linking_modules(wildcards):
    """Modules that the catalogue, or the study's package, names for panels and linked tables."""
    own = own_declarations(RUN.name)
    named = [own, *linking_functions(RUN.study)] if own else linking_functions(RUN.study)
    return with_imports({file_of(name) for name in named})


def exhibit_modules(wildcards):
    """Modules that the register of exhibits names."""
    return with_imports({file_of(row["drawing"]) for row in RUN.exhibits})
