"""A Slurm cluster of the tests' own on this machine: one controller and one node, then stopped."""

import getpass
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue")
CONFIGURATION = """
ClusterName=tests
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
MinJobAge=600
JobCompType=jobcomp/filetxt
JobCompLoc={folder}/ended
SchedulerParameters=sched_interval=1,batch_sched_delay=0,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=2
JobAcctGatherParams=OverMemoryKill
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def pytest_collection_modifyitems(items):
    """Mark every test here; skip them, with the reason, where something is not installed."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    lacking = [one for one in PROGRAMS if not shutil.which(one, path=path)]
    if importlib.util.find_spec("snakemake_executor_plugin_slurm") is None:
        lacking.append("snakemake-executor-plugin-slurm")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slurm)
            if lacking:
                reason = f"not installed (make test-slurm does): {', '.join(lacking)}"
                item.add_marker(pytest.mark.skip(reason=reason))


class Cluster:
    """What was started, so that exactly that is stopped."""

    def __init__(self, folder: Path):
        self.folder, self.running, self.lost = folder, [], False
        self.configuration = folder / "slurm.conf"
        self.variables = {
            "SLURM_CONF": str(self.configuration),
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        }

    def start(self) -> None:
        """Start munge, a controller and a node, and wait until the node takes jobs."""
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            other.bind(("127.0.0.1", 0))
            ports = one.getsockname()[1], other.getsockname()[1]
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        self.configuration.write_text(
            CONFIGURATION.format(
                host=socket.gethostname().partition(".")[0],
                user=getpass.getuser(),
                folder=self.folder,
                ports=ports,
                cpus=os.cpu_count(),
                memory=memory * 9 // 10,
            )
        )
        for name in ("state", "spool", "bin"):
            (self.folder / name).mkdir()
        # The plugin clears Slurm's variables within a job; else only /etc would tell srun the rest.
        srun = self.folder / "bin/srun"
        srun.write_text(
            f'#!/bin/sh\nSLURM_CONF={self.configuration} exec {shutil.which("srun")} "$@"\n'
        )
        srun.chmod(0o755)
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        places = [
            f"--{name}={self.folder}/munge.{name.split('-')[0]}"
            for name in ("socket", "pid-file", "log-file", "seed-file")
        ]
        self.run_in_front("munged", "--foreground", "--force", f"--key-file={key}", *places)
        self.wait_for(lambda: (self.folder / "munge.socket").exists(), "munged")
        self.run_in_front("slurmctld", "-D", "-f", str(self.configuration))
        self.run_in_front("slurmd", "-D", "-f", str(self.configuration))
        self.wait_for(lambda: "idle" in self.ask("sinfo", "-h", "-o", "%t"), "the node")

    def run_in_front(self, program: str, *arguments: str) -> None:
        """Start a server as our own child."""
        path = shutil.which(program, path=f"/usr/sbin:{os.environ['PATH']}")
        with (self.folder / f"{program}.out").open("w") as out:
            child = subprocess.Popen(
                [str(path), *arguments], stdout=out, stderr=out, env=os.environ | self.variables
            )
        self.running.append((program, child))

    def ask(self, *command: str) -> str:
        """Return what a command of Slurm prints; nothing when it fails."""
        asked = subprocess.run(
            command, env=os.environ | self.variables, capture_output=True, text=True
        )
        return asked.stdout

    def wait_for(self, ready, what: str) -> None:
        """Wait until something is ready, or say what the servers wrote."""
        for _ in range(120):
            if ready():
                return
            time.sleep(0.5)
        written = [f"{p.name}:\n{p.read_text()[-2000:]}" for p in self.folder.glob("*.[lo]*")]
        raise RuntimeError(f"{what} does not start\n" + "\n".join(written))

    def lose_the_node_under_a_job(self) -> None:
        """Take the node away from the next job that runs, and give it back."""
        node = f"NodeName={socket.gethostname().partition('.')[0]}"
        for _ in range(1200):
            if self.ask("squeue", "-h", "-t", "R", "-o", "%i"):
                break
            time.sleep(0.5)
        time.sleep(2)
        self.ask("scontrol", "update", node, "State=DOWN", "Reason=lost")
        for _ in range(60):
            self.lost = self.ask("sinfo", "-h", "-o", "%t").startswith("down")
            if self.lost:
                break
            time.sleep(0.5)
        time.sleep(3)
        self.ask("scontrol", "update", node, "State=RESUME")

    def stop(self) -> None:
        """End jobs that are left, and the servers in the order opposite to their start."""
        self.ask("scancel", "-u", getpass.getuser())
        for _program, child in reversed(self.running):
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        # A job that its node was taken from waits for ever for a step that nobody knows of.
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.environ().get("SLURM_CONF") == str(self.configuration):
                    process.kill()


@pytest.fixture(scope="session")
def cluster():
    """The cluster."""
    folder = Path(tempfile.mkdtemp(prefix="slurm"))
    started = Cluster(folder)
    try:
        started.start()
        yield started
    finally:
        started.stop()
        shutil.rmtree(folder)
