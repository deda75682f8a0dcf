"""bin/setup.sh on machines that lack this or that; stand-ins for its tools note their calls."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = "#!/bin/sh\nexit 0\n"
OLD_PYTHON = "#!/bin/sh\nexit 1\n"
# Notes how it is called; `venv` makes what the script looks for.
UV = """#!/bin/sh
[ "$1" != --version ] || { echo uv 0.13.9; exit; }
echo "uv $1 $2" >>"$LOG"
[ "$1" = venv ] || exit 0
for folder; do :; done
mkdir -p "$folder/bin"
cp "$TOOLS/python3" "$folder/bin/python"
"""
NOTED = """#!/bin/sh
echo "${0##*/} $*" >>"$LOG"
"""


class Machine:
    """A copy of the scripts, and a PATH with only what is put into `tools`."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "counter"
        self.tools = folder / "tools"
        self.log = folder / "log"
        self.tools.mkdir()
        self.log.touch()
        (self.root / "bin").mkdir(parents=True)
        for name in ("bin/setup.sh", "bin/counter", "requirements.lock", "requirements-dev.lock"):
            (self.root / name).write_bytes((ROOT / name).read_bytes())
        (self.root / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
        for tool in (
            "cat",
            "cksum",
            "cp",
            "dirname",
            "find",
            "mkdir",
            "mktemp",
            "rm",
            "sh",
            "tail",
        ):
            (self.tools / tool).symlink_to(f"/usr/bin/{tool}")
        self.put("id", "#!/bin/sh\necho 1000\n")
        self.put("ldconfig", "#!/bin/sh\necho '\tlibthere.so.1 (libc6) => /lib/libthere.so.1'\n")
        self.put("python3", PYTHON)
        self.put("uv", UV)

    def put(self, tool: str, script: str, folder: Path | None = None) -> None:
        path = (folder or self.tools) / tool
        path.write_text(script)
        path.chmod(0o755)

    def run(self, line: str) -> tuple[int, str]:
        """Exit status and everything said."""
        return self.start("-c", f'set -eu; root={self.root}; . "$root/bin/setup.sh"; {line}')

    def start(self, *args: str, **environment: str) -> tuple[int, str]:
        """The same of a whole script."""
        tools = {"PATH": str(self.tools), "LOG": str(self.log), "TOOLS": str(self.tools)}
        done = subprocess.run(
            ["/bin/sh", *args],
            env=tools | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def calls(self) -> list[str]:
        """What was called since last asked."""
        calls = self.log.read_text().splitlines()
        self.log.write_text("")
        return calls


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


RUNTIME = "environment requirements.lock"
TESTS = "environment requirements-dev.lock"
MAKE = ["uv venv --quiet", "uv pip sync", "uv pip install"]


def test_the_environment_is_made_once(machine: Machine) -> None:
    assert machine.run(RUNTIME) == (0, "Making the Python environment\n")
    assert machine.calls() == MAKE
    assert machine.run(RUNTIME) == (0, "")
    assert machine.calls() == []


def test_a_changed_lock_renews_it_in_place(machine: Machine) -> None:
    machine.run(RUNTIME)
    machine.calls()
    with (machine.root / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    machine.run(RUNTIME)
    assert machine.calls() == MAKE[1:]


def test_the_environment_of_the_tests_serves_the_program_but_not_the_other_way(
    machine: Machine,
) -> None:
    machine.run(RUNTIME)
    machine.run(TESTS)
    assert machine.calls() == MAKE + MAKE[1:]
    machine.run(TESTS)
    machine.run(RUNTIME)
    assert machine.calls() == []
    with (machine.root / "requirements-dev.lock").open("a") as lock:
        lock.write("# changed\n")
    machine.run(RUNTIME)
    machine.run(TESTS)
    assert machine.calls() == MAKE[1:]


def test_the_program_is_compiled_when_it_is_new(machine: Machine) -> None:
    machine.put("python3", NOTED)
    source = machine.root / "ui/app.py"
    source.parent.mkdir()
    source.touch()

    def compiled() -> int:
        machine.run(RUNTIME)
        return sum(call.startswith("python -m compileall") for call in machine.calls())

    assert compiled() == 1
    assert compiled() == 0
    new = (machine.root / ".venv/compiled").stat().st_mtime + 5
    os.utime(source, (new, new))
    assert compiled() == 1


def test_where_it_cannot_be_compiled_it_runs_all_the_same(machine: Machine) -> None:
    machine.put("python3", PYTHON.replace("exit 0", '[ "$2" != compileall ]'))
    assert machine.run(f"{RUNTIME}; say ran") == (0, "Making the Python environment\nran\n")
    assert not (machine.root / ".venv/compiled").exists()


@pytest.mark.parametrize("broken", ["moved", "no python"])
def test_an_environment_that_cannot_run_is_made_anew(machine: Machine, broken: str) -> None:
    machine.run(RUNTIME)
    machine.calls()
    if broken == "moved":
        machine.root = machine.root.rename(machine.root.with_name("elsewhere"))
    else:
        (machine.root / ".venv/bin/python").unlink()
    machine.run(RUNTIME)
    assert machine.calls() == MAKE


def test_a_failed_download_is_told_and_tried_again(machine: Machine) -> None:
    working = (machine.tools / "uv").read_text()
    machine.put("uv", working.replace("exit 0", '[ "$2" != sync ]; exit'))
    status, said = machine.run(RUNTIME)
    assert (status, said.splitlines()[-1]) == (
        1,
        "The Python packages could not be fetched; check the network, then run this again.",
    )
    machine.put("uv", working)
    machine.calls()
    assert machine.run(RUNTIME)[0] == 0
    assert "uv pip sync" in machine.calls()


def test_python_that_is_too_old(machine: Machine) -> None:
    machine.put("python3", OLD_PYTHON)
    status, said = machine.run(RUNTIME)
    assert status == 1
    assert said.startswith("Install Python 3.11 or newer")


@pytest.mark.parametrize(
    ("command", "display", "said"),
    [
        ("window", ":0", ""),
        ("visit", ":0", "The display :0 cannot be reached, so the visit runs in the terminal.\n"),
        ("visit", "", "There is no display here, so the visit runs in the terminal.\n"),
    ],
)
def test_without_a_display_the_visit_runs_in_the_terminal(
    machine: Machine, command: str, display: str, said: str
) -> None:
    machine.run(RUNTIME)
    machine.calls()
    home = machine.root / "a home"
    home.mkdir()
    (home / "counter.toml").touch()
    (machine.tools / "ldconfig").unlink()  # the libraries of this machine will do
    machine.put("python", f"#!/bin/sh\necho {command} '{home}'\n", machine.root / ".venv/bin")
    machine.put("counter", NOTED, machine.root / ".venv/bin")
    assert machine.start(str(machine.root / "bin/counter"), DISPLAY=display) == (0, said)
    assert machine.calls() == [f"counter {command} --home {home} --demo-district"]


NEEDS = 'need "\nlibthere.so.1 there1\nlibmissing.so.2 missing2\nmissing-tool tool-package\n"'


def test_nothing_missing_asks_for_nothing(machine: Machine) -> None:
    machine.put("apt-get", NOTED)
    assert machine.run('need "\nlibthere.so.1 there1\nsh dash\n/etc/passwd base\n"') == (0, "")
    assert machine.calls() == []


def test_only_what_is_missing_is_installed(machine: Machine) -> None:
    machine.put("id", "#!/bin/sh\necho 0\n")
    machine.put("apt-get", NOTED)
    machine.put("env", '#!/bin/sh\nshift\n"$@"\n')
    status, said = machine.run(NEEDS)
    assert (status, said) == (0, "Installing system packages: missing2 tool-package\n")
    assert machine.calls() == [
        "apt-get update -q",
        "apt-get install -q -y --no-install-recommends missing2 tool-package",
    ]


def test_without_root_sudo_is_asked(machine: Machine) -> None:
    machine.put("apt-get", NOTED)
    machine.put("sudo", NOTED)
    assert machine.run(NEEDS)[0] == 0
    assert machine.calls()[0] == "sudo apt-get update -q"


def test_without_root_and_sudo_it_says_what_to_run(machine: Machine) -> None:
    machine.put("apt-get", NOTED)
    assert machine.run(NEEDS) == (
        1,
        "Run 'apt-get install missing2 tool-package' as root, then run this again.\n",
    )
    assert machine.calls() == []


def test_without_apt_it_says_what_is_missing(machine: Machine) -> None:
    assert machine.run(NEEDS) == (
        1,
        "Install what Debian calls missing2 tool-package, then run this again.\n",
    )


def test_an_archive_that_fails_shows_why(machine: Machine) -> None:
    machine.put("id", "#!/bin/sh\necho 0\n")
    machine.put("apt-get", "#!/bin/sh\necho 'no such archive'\nexit 100\n")
    status, said = machine.run(NEEDS)
    assert status == 1
    assert said.splitlines()[1:] == [
        "no such archive",
        "These could not be installed; run 'apt-get install missing2 tool-package' as root,"
        " then run this again.",
    ]
