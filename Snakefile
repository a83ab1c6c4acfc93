"""
The national outcomes study, from the returns to the published page.

  snakemake                                          on the invented England
  snakemake --configfile config/official.yaml        on the returns at hand
  snakemake check                                    what is at hand, and what it makes testable
  snakemake compare --config before=... after=...    what moved between two reports
"""

from snakemake.utils import min_version

min_version("9.0")


configfile: "config/study.yaml"
configfile: "config/artificial.yaml"


include: "workflow/rules/compare.smk"
include: "workflow/rules/common.smk"
include: "workflow/rules/invent.smk"
include: "workflow/rules/stage.smk"
include: "workflow/rules/hes.smk"
include: "workflow/rules/link.smk"
include: "workflow/rules/estimate.smk"
include: "workflow/rules/ledger.smk"
include: "workflow/rules/exhibit.smk"
include: "workflow/rules/page.smk"
include: "workflow/rules/check.smk"


rule all:
    default_target: True
    input:
        f"{REPORTS}/index.html",
