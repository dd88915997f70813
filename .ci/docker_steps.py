"""Run the Dockerfile's steps where no container engine exists, and start what comes out.

Every stage is a layer over this machine's own root, which stands in for the base images, and each
step runs inside it as written, on a fresh copy of the committed files. What is shown: the steps
work from an empty folder, the result runs as its own user, its health check passes, it writes to
its volume alone and ends cleanly. What is not: the base images themselves. Needs root.
"""

import json
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEALTHY_SECONDS = 60
# By its full path: the stage's own PATH need not hold it.
CHROOT = shutil.which("chroot") or "/usr/sbin/chroot"


@dataclass
class Stage:
    """One stage of the build: a layer of its own, and the settings its steps have made."""

    name: str
    folder: Path
    workdir: str = "/"
    user: str = "root"
    env: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    @property
    def root(self) -> Path:
        """The root directory as the steps see it."""
        return self.folder / "root"

    @property
    def written(self) -> Path:
        """What the steps changed, laid over the stand-in for the base image."""
        return self.folder / "written"

    def mount(self) -> None:
        """Lay an empty layer over this machine's root."""
        for each in (self.root, self.written, self.folder / "work"):
            each.mkdir(parents=True)
        layers = f"lowerdir=/,upperdir={self.written},workdir={self.folder / 'work'}"
        run("mount", "-t", "overlay", "overlay", "-o", layers, str(self.root))
        run("mount", "-t", "proc", "proc", str(self.root / "proc"))
        self._make_devices()
        # The stand-in's Python may live in root's home; another user has to reach it.
        (self.root / "root").chmod(0o711)

    def _make_devices(self) -> None:
        """The few devices that a program may ask for; this machine's own stay out of reach."""
        place = self.root / "dev"
        run("mount", "-t", "tmpfs", "tmpfs", str(place))
        for name, minor in {"null": 3, "zero": 5, "full": 7, "random": 8, "urandom": 9}.items():
            os.mknod(place / name, stat.S_IFCHR | 0o666, os.makedev(1, minor))
            (place / name).chmod(0o666)
        (place / "fd").symlink_to("/proc/self/fd")

    def inside(self, command: list[str]) -> list[str]:
        """A command line that runs in this stage, as its user, in its working directory."""
        into = [CHROOT, f"--userspec={self.user}", str(self.root)]
        return [*into, "/bin/sh", "-c", f"cd {self.workdir} && exec {shlex.join(command)}"]

    def environment(self) -> dict[str, str]:
        """The stage's settings over this machine's, which know the way to the registries."""
        return dict(os.environ) | self.env


def run(*command: str) -> None:
    """Run a command of this script's own."""
    subprocess.run(command, check=True)


def instructions(text: str) -> list[tuple[str, str]]:
    """The Dockerfile's instructions, continued lines joined and comments left out."""
    joined = re.sub(r"\\\n\s*", " ", text)
    lines = [line.strip() for line in joined.splitlines()]
    parted = [line.partition(" ") for line in lines if line and not line.startswith("#")]
    return [(name, arguments.strip()) for name, _, arguments in parted]


class Build:
    """The stages so far, and the fresh copy of the committed files that COPY reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.context = folder / "context"
        self.stages: list[Stage] = []
        self.context.mkdir()
        archive = subprocess.run(
            ["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True
        )
        subprocess.run(["tar", "-x"], cwd=self.context, check=True, input=archive.stdout)

    def step(self, name: str, arguments: str) -> None:
        """Do one instruction."""
        print(f"{name} {arguments}", flush=True)
        if name == "FROM":
            self._from(arguments)
            return
        stage = self.stages[-1]
        if name == "RUN":
            command = ["/bin/sh", "-c", arguments]
            subprocess.run(stage.inside(command), env=stage.environment(), check=True)
        elif name == "COPY":
            self._copy(stage, arguments.split())
        elif name == "WORKDIR":
            stage.workdir = arguments
            (stage.root / arguments.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif name == "ENV":
            key, _, value = arguments.partition("=")
            stage.env[key] = value
        elif name == "USER":
            stage.user = f"{arguments}:{arguments}"
        elif name == "CMD":
            stage.command = json.loads(arguments)
        elif name == "HEALTHCHECK":
            stage.health = json.loads(arguments.partition("CMD ")[2])
        elif name not in {"VOLUME", "EXPOSE"}:
            raise SystemExit(f"{name} is an instruction that this script does not know.")

    def _from(self, arguments: str) -> None:
        _, _, name = arguments.partition(" AS ")
        name = name or str(len(self.stages))
        self.stages.append(Stage(name, self.folder / f"stage-{name}"))
        self.stages[-1].mount()

    def _copy(self, stage: Stage, words: list[str]) -> None:
        source_root = self.context
        if words[0].startswith("--from="):
            wanted = words.pop(0).removeprefix("--from=")
            source_root = next(each.root for each in self.stages if each.name == wanted)
        *sources, target = words
        into = Path(stage.workdir) / target
        for source in sources:
            found = source_root / source.lstrip("/")
            place = stage.root / str(into).lstrip("/")
            if found.is_dir():
                shutil.copytree(found, place, symlinks=True, dirs_exist_ok=True)
            else:
                place = place / found.name if target.endswith("/") else place
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(found, place)


def try_out(stage: Stage) -> None:
    """Start the image's command as its user, wait for its health check, and stop it."""
    before = written(stage)
    log = (stage.folder / "log").open("wb")
    process = subprocess.Popen(
        stage.inside(stage.command), env=stage.environment(), stdout=log, stderr=log
    )
    try:
        wait_healthy(stage, process)
        user = Path(f"/proc/{process.pid}").stat().st_uid
        print(f"healthy, as user {user}")
        if user == 0:
            raise SystemExit("The image runs as root.")
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(20)
    print(f"ended with code {code}")
    outside = sorted(path for path in written(stage) - before if not path.startswith("data/"))
    if outside:
        raise SystemExit(f"Written outside the volume: {', '.join(outside)}")
    print("written to its volume alone")


def wait_healthy(stage: Stage, process: "subprocess.Popen[bytes]") -> None:
    """Run the image's own health check until it passes."""
    deadline = time.monotonic() + HEALTHY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        check = subprocess.run(
            stage.inside(stage.health), env=stage.environment(), capture_output=True, check=False
        )
        if check.returncode == 0:
            return
        time.sleep(0.5)
    raise SystemExit("Not healthy:\n" + (stage.folder / "log").read_text()[-3000:])


def written(stage: Stage) -> set[str]:
    """Every file of the layer."""
    return {
        str(path.relative_to(stage.written))
        for path in stage.written.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def main() -> None:
    """Build every stage and try the last one out."""
    if os.geteuid() != 0:
        raise SystemExit("Mounting layers needs root.")
    build = Build(Path(sys.argv[1]))
    for name, arguments in instructions((ROOT / "Dockerfile").read_text(encoding="utf-8")):
        build.step(name, arguments)
    try_out(build.stages[-1])
    print("The Dockerfile's steps work.")


if __name__ == "__main__":
    main()
