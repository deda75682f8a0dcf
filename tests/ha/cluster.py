"""The cluster as a whole: formed, asked, and healed after each fault."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.ha.machines import DEPLOY, PATIENCE, Machine, set_up
from tests.ha.programs import Programs


class Cluster:
    """Its folder must be open to the account that the programs run as."""

    def __init__(self, folder: Path, programs: Programs) -> None:
        self._folder = folder
        self._programs = programs
        self.machines = set_up(folder, programs)
        self._passwords = dict(
            line.split("=", 1)
            for line in (folder / "files" / "passwords").read_text("ascii").splitlines()
        )

    @property
    def patroni(self) -> int:
        """The port of every Patroni's REST interface."""
        return self.machines[0].ports["REST_PORT"]

    def url(self, database: str = "counter") -> str:
        """As counter.toml names it: every host, TLS and channel binding as over a network."""
        hosts = ",".join(f"{machine.address}:{machine.ports['PORT']}" for machine in self.machines)
        password = self._passwords[f"{database}_password"]
        safe = "sslmode=require&channel_binding=require"
        return f"postgresql://{database}:{password}@{hosts}/{database}?{safe}"

    def url_of(self, machine: Machine, database: str = "counter") -> str:
        """To this machine alone, whoever leads."""
        password = self._passwords[f"{database}_password"]
        return (
            f"postgresql://{database}:{password}@{machine.address}:{machine.ports['PORT']}"
            f"/{database}?sslmode=require"
        )

    def form(self) -> None:
        """From nothing, the databases included."""
        self.heal()
        leader = self.leader()
        for name in ("counter", "district"):
            self._programs.run(
                leader.folder,
                *(self._programs.bin / "psql", "-X", "-v", "ON_ERROR_STOP=1"),
                *("-h", leader.folder, "-p", str(leader.ports["PORT"]), "-U", "postgres"),
                *("-v", f"name={name}", "-v", f"password={self._passwords[f'{name}_password']}"),
                *("-f", DEPLOY / "database.sql"),
                PGPASSWORD=self._passwords["SUPERUSER_PASSWORD"],
            )

    def heal(self) -> None:
        """Everything runs, one leads, two follow, one of them synchronously."""
        for machine in self.machines:
            machine.start_etcd()
        for machine in self.machines:
            machine.start_patroni()
            machine.thaw_patroni()
        self.wait_for(self._whole, "a whole cluster")

    def leader(self) -> Machine:
        """The one that says it leads."""
        found = [machine for machine in self.machines if machine.leads()]
        assert len(found) == 1, [machine.name for machine in found]
        return found[0]

    def standbys(self) -> list[Machine]:
        leader = self.leader()
        return [machine for machine in self.machines if machine is not leader]

    def other_leader(self, than: Machine) -> Machine:
        """Waits until another leads."""
        others = [machine for machine in self.machines if machine is not than]
        self.wait_for(lambda: any(machine.leads() for machine in others), "another leader")
        return next(machine for machine in others if machine.leads())

    def wait_for(self, holds: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < until, f"{what} did not come\n{self._said()}"
            time.sleep(0.1)

    def end(self) -> None:
        for machine in self.machines:
            machine.end()

    def _said(self) -> str:
        """The end of what each Patroni logged."""
        logs = ((machine.folder / "patroni.log").read_text("utf-8") for machine in self.machines)
        return "\n\n".join("\n".join(log.splitlines()[-12:]) for log in logs)

    def _whole(self) -> bool:
        roles = sorted(str(member["role"]) for member in self._members() if _streams(member))
        return roles == ["leader", "replica", "sync_standby"]

    def _members(self) -> list[dict[str, object]]:
        answers = (machine.ask("/cluster") for machine in self.machines)
        return next((answer.get("members", []) for status, answer in answers if status == 200), [])


def _streams(member: dict[str, object]) -> bool:
    """Debian 12's Patroni calls a standby that follows "running", newer ones "streaming"."""
    return member.get("state") in ("running", "streaming") and member.get("lag", 0) != "unknown"
