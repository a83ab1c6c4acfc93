"""
Try every test on simulated Englands; shared out among jobs, so that a cluster helps.

  snakemake --snakefile workflow/validation.smk                    an hour and more on two cores
  snakemake --snakefile workflow/validation.smk --profile workflow/profiles/slurm
  snakemake --snakefile workflow/validation.smk --config worlds=10 seeds=1-4 planted=1-2      in short

Reads   config/studies/, and the worlds that earlier runs kept
Writes  docs/validation.md, docs/announcements.md; data/processed/validation/ and announcements/, which
        are no outputs of a rule: Snakemake would remove what an interrupted job has kept
"""

import sys
from pathlib import Path


configfile: "config/config.yaml"


# What jobs ask for is a bound by judgement: each works for minutes or hours.
# Jobs for each kind of work: those of one machine take its cores in turns; a cluster takes as many as it
# has nodes (--set-scatter).
scattergather:
    scenarios=1,
    worlds=2,
    seeds=2,


SHARES = "data/processed/shares"
# All that a world may hang on, be it imported or named in a table: after any edit each job looks whether what
# it kept still holds.
MADE_BY = sorted(map(str, [*Path("src").rglob("*.py"), *Path("config").rglob("*.*")]))
# How many worlds of each scenario, and which invented Englands without and with planted effects.
WORLDS = config.get("worlds", 3000)
ENGLANDS = f"--seeds {config.get('seeds', '1-200')}"
PLANTED = f"--planted {config.get('planted', '1-40')}"
SIMULATION = "estimation/simulation/validation_page"
ANNOUNCEMENTS = "synthetic/checks/announcements"
SEEDS = "synthetic/checks/seeds"


def command(module):
    """How a module of the project is run."""
    return f"{sys.executable} -m pooledfunds.{module.replace('/', '.')}"


rule validate:
    default_target: True
    input:
        "docs/validation.md",
        "docs/announcements.md",
        gather.seeds(f"{SHARES}/seeds/{{scatteritem}}.txt"),


rule simulate_scenarios:
    input:
        MADE_BY,
    output:
        f"{SHARES}/scenarios/{{scatteritem}}.txt",
    log:
        "logs/validation/scenarios/{scatteritem}.log",
    threads: workflow.cores or 1
    resources:
        mem_mb=lambda wildcards, threads, attempt: (500 + 300 * threads) * attempt,
        runtime=lambda wildcards, attempt: 480 * attempt,
    params:
        run=command(SIMULATION),
        of=f"--study {config['study']} --worlds {WORLDS}",
    shell:
        "{params.run} {output} {params.of} --share {wildcards.scatteritem} 2> {log}"


rule tell_validation:
    input:
        gather.scenarios(f"{SHARES}/scenarios/{{scatteritem}}.txt"),
    output:
        "docs/validation.md",
    log:
        "logs/validation/page.log",
    params:
        run=command(SIMULATION),
        of=f"--study {config['study']} --worlds {WORLDS}",
    shell:
        "{params.run} {output} {params.of} 2> {log}"


rule hold_worlds:
    input:
        MADE_BY,
    output:
        f"{SHARES}/worlds_held.txt",
    log:
        "logs/validation/worlds_held.log",
    params:
        run=command(ANNOUNCEMENTS),
    shell:
        "{params.run} {output} --hold > {log} 2>&1"


rule make_worlds:
    input:
        rules.hold_worlds.output,
    output:
        f"{SHARES}/worlds/{{scatteritem}}.txt",
    log:
        "logs/validation/worlds/{scatteritem}.log",
    resources:
        mem_mb=lambda wildcards, attempt: 2000 * attempt,
        runtime=lambda wildcards, attempt: 240 * attempt,
    params:
        run=command(ANNOUNCEMENTS),
        of=f"{ENGLANDS} {PLANTED}",
    shell:
        "{params.run} {output} {params.of} --share {wildcards.scatteritem} > {log} 2>&1"


rule tell_announcements:
    input:
        gather.worlds(f"{SHARES}/worlds/{{scatteritem}}.txt"),
    output:
        "docs/announcements.md",
    log:
        "logs/validation/announcements.log",
    params:
        run=command(ANNOUNCEMENTS),
        of=f"{ENGLANDS} {PLANTED}",
    shell:
        "{params.run} {output} {params.of} > {log} 2>&1"


rule try_seeds:
    input:
        MADE_BY,
    output:
        f"{SHARES}/seeds/{{scatteritem}}.txt",
    log:
        "logs/validation/seeds/{scatteritem}.log",
    resources:
        mem_mb=lambda wildcards, attempt: 2000 * attempt,
        runtime=lambda wildcards, attempt: 240 * attempt,
    params:
        run=command(SEEDS),
        of=ENGLANDS,
    shell:
        # The log stays where a seed has a fault; an output would be removed
        "{params.run} {params.of} --share {wildcards.scatteritem} > {log} 2>&1 && cp {log} {output}"
