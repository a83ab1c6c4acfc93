"""The study through a real Slurm: the bytes of a local run, and what becomes of lost jobs."""

import os
import shutil
import threading
import time

from tests.workflow.test_toy_study import COMMAND, unions_alone

# What the servers of one machine need not wait for.
PROFILE = ("--profile", "workflow/profiles/slurm", "--latency-wait", "5", "--slurm-no-account")
PROFILE += ("--cores", str(os.cpu_count()))
JOBS = 1  # what reads records or fits models; the rest is the command's own


def both_ways(workspace, cluster, monkeypatch, *arguments, slurm=(), folder="reports"):
    """Return what a local run and one through Slurm write to a folder; print the seconds."""
    began = time.monotonic()
    workspace.run(*arguments)
    local, first = workspace.contents(folder), time.monotonic() - began
    # With what the run invented.
    for left in ("reports", "data/processed", "logs", "data/raw"):
        shutil.rmtree(workspace.folder / left, ignore_errors=True)
    for compiled in (workspace.folder / "src").rglob("__pycache__"):  # so that both compile
        shutil.rmtree(compiled)
    for name, value in cluster.variables.items():
        monkeypatch.setenv(name, value)
    began = time.monotonic()
    workspace.run(*PROFILE, *slurm, *arguments)
    seconds = first, time.monotonic() - began
    print(f"local {seconds[0]:.0f} s, through Slurm {seconds[1]:.0f} s, {os.cpu_count()} cores")
    return local, workspace.contents(folder)


def jobs_run(cluster):
    """Return how many jobs have ended well; the controller itself forgets them in time."""
    ended = cluster.folder / "ended"
    return ended.read_text().count("JobState=COMPLETED") if ended.exists() else 0


def test_a_small_study_publishes_the_same_bytes(cluster, tmp_path, monkeypatch):
    before = jobs_run(cluster)
    study = unions_alone(tmp_path)
    local, slurm = both_ways(study, cluster, monkeypatch, *COMMAND)
    assert local and local == slurm
    assert jobs_run(cluster) - before == JOBS


def test_a_lost_node_ends_in_the_same_bytes(cluster, tmp_path, monkeypatch):
    study = unions_alone(tmp_path)
    loses = threading.Thread(target=cluster.lose_the_node_under_a_job)
    loses.start()
    local, slurm = both_ways(study, cluster, monkeypatch, *COMMAND)
    loses.join()
    assert local and local == slurm
    assert cluster.lost


def test_a_job_over_its_memory_ends_in_the_same_bytes(cluster, tmp_path, monkeypatch):
    study = unions_alone(tmp_path)
    # Snakemake alone takes more than the first attempt of a job may have.
    memory = "mem_mb=30 * attempt ** 7"
    tight = ("--default-resources", memory, "--set-resources", f"estimate:{memory}")
    local, slurm = both_ways(study, cluster, monkeypatch, *COMMAND, slurm=tight)
    assert local and local == slurm
    assert "exceeded memory limit" in (cluster.folder / "slurmd.log").read_text()


def test_the_default_study_publishes_the_same_bytes(cluster, workspace, monkeypatch):
    before = jobs_run(cluster)
    local, slurm = both_ways(workspace, cluster, monkeypatch)
    assert local and local == slurm
    assert jobs_run(cluster) - before == JOBS


def test_all_that_can_be_shared_out_gives_the_same_bytes(cluster, workspace, monkeypatch):
    before = jobs_run(cluster)
    shares = {"measure_hes_variants": 3, "estimate_curves": 2}
    shared = ("--set-scatter", "variants=3", "curves=2", "--groups")
    shared += ("stage_hes_apc=records", *(f"{rule}={rule}" for rule in shares))
    local, slurm = both_ways(workspace, cluster, monkeypatch, slurm=shared)
    assert local and local == slurm
    assert jobs_run(cluster) - before > sum(shares.values())  # and each other rule's own


def test_the_validation_writes_the_same_pages(cluster, workspace, monkeypatch):
    pages = ("validation.md", "announcements.md")
    before = [(workspace.folder / "docs" / page).read_bytes() for page in pages]
    few = ("--config", "worlds=2", "seeds=1-2", "planted=1-1")
    local, slurm = both_ways(
        *(workspace, cluster, monkeypatch, "--snakefile", "workflow/validation.smk", *few),
        slurm=("--set-scatter", "scenarios=2", "worlds=2", "seeds=2"),
        folder="docs",
    )
    assert local == slurm
    assert [local[page] != old for page, old in zip(pages, before, strict=True)] == [True, True]
