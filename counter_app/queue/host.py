"""`counter host`: a PostgreSQL of the centre's own, for a queue that several PCs share."""

import json
import os
import secrets
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import Engine

from counter_app.clock import SEOUL, Clock
from counter_app.errors import Refusal
from counter_app.queue.host_certificate import make_certificate
from counter_app.queue.host_program import MAJOR, Programs, programs
from db.migrate_shared import prepare
from db.shared import open_shared

PORT = 5433
LOOPBACK = "127.0.0.1"
NAME = "counter"
"""Of the database and of the one role that may come in; the superuser has no way in at all."""
SYSTEM_FOLDER = Path("/var/lib/counter-queue")

CONF = """# Written by `counter host start`; changes are lost.
listen_addresses = '{listen}'
port = {port}
unix_socket_directories = ''
max_connections = 120
shared_buffers = 32MB
ssl = on
ssl_min_protocol_version = 'TLSv1.3'
password_encryption = 'scram-sha-256'
timezone = 'GMT'
log_timezone = 'KST-9'
logging_collector = on
log_directory = 'log'
log_filename = 'server-%a.log'
log_rotation_age = 1d
log_truncate_on_rotation = on
log_error_verbosity = terse
tcp_keepalives_idle = 10
tcp_keepalives_interval = 5
tcp_keepalives_count = 2
"""
HBA = f"hostssl {NAME} {NAME} all scram-sha-256\n"


class HostState(StrEnum):
    ABSENT = "absent"
    STOPPED = "stopped"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Host:
    """A queue server in `folder`; `since` when it runs."""

    folder: Path
    state: HostState
    address: str
    port: int
    since: datetime | None


def usual_folder(home: Path) -> Path:
    """Where a server is kept when nobody says where: root's must be open to another account."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return SYSTEM_FOLDER if root else home / "queue-server"


def status(folder: Path) -> Host:
    """Raises Refusal host.*."""
    if not (folder / "data").exists():
        return Host(folder, HostState.ABSENT, LOOPBACK, PORT, None)
    address, port = _settings(folder)
    running = programs(folder).run("pg_ctl", "status", "-D", folder / "data") == 0
    state = HostState.RUNNING if running else HostState.STOPPED
    return Host(folder, state, address, port, _since(folder) if running else None)


def start(
    folder: Path,
    clock: Clock,
    address: str | None = None,
    port: int | None = None,
    *,
    furnish: Callable[[Engine], None] = prepare,
) -> Host:
    """Makes the server if there is none, and starts it if it does not run as wanted.

    `address`: of this PC, by which the others reach it; without one, what was said last, at first
    only this PC itself. `furnish` makes what is to be in it. Raises Refusal host.*.
    """
    found = status(folder)
    wanted = (address or found.address, port or found.port)
    runs = found.state == HostState.RUNNING
    if runs and wanted == (found.address, found.port):
        return found
    ours = {(name, found.port) for name in (found.address, LOOPBACK)} if runs else set()
    for name in dict.fromkeys((wanted[0], LOOPBACK)):
        _require_free(name, None if (name, wanted[1]) in ours else wanted[1])
    if runs:
        stop(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    server = _opened(folder)
    if found.state == HostState.ABSENT:
        _make(server, folder)
    _furnish(server, folder, clock, *wanted)
    data = folder / "data"
    server.run("pg_ctl", "start", "-w", "-D", data, "-l", data / "start.log")
    engine = open_shared(url(folder))
    try:
        furnish(engine)
    finally:
        engine.dispose()
    return status(folder)


def stop(folder: Path) -> Host:
    """Ends every connection and the server. Raises Refusal host.absent, host.failed."""
    found = status(folder)
    if found.state == HostState.ABSENT:
        raise Refusal("host.absent", folder=folder)
    if found.state == HostState.RUNNING:
        programs(folder).run("pg_ctl", "stop", "-w", "-m", "fast", "-D", folder / "data")
    return status(folder)


def url(folder: Path) -> str:
    """What every PC's counter.toml names, password and all. Raises Refusal host.absent."""
    try:
        password = (folder / "password").read_text("ascii").strip()
    except FileNotFoundError:
        raise Refusal("host.absent", folder=folder) from None
    address, port = _settings(folder)
    shown = f"[{address}]" if ":" in address else address
    return f"postgresql://{NAME}:{password}@{shown}:{port}/{NAME}"


def _opened(folder: Path) -> Programs:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        folder.chmod(0o755)  # the server's account passes; what it may read is its own
    return programs(folder)


def _make(server: Programs, folder: Path) -> None:
    """A new data folder, put in its place when it is complete."""
    password = secrets.token_urlsafe(24)
    secret = folder / "password"
    secret.unlink(missing_ok=True)
    secret.touch(mode=0o600)
    secret.write_text(password + "\n", "ascii")
    making = folder / "making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    server.give(making)
    words = ("-U", "postgres", "-A", "reject", "--encoding=UTF8", "--locale=C")
    server.run("initdb", "-D", making, *words, "--no-instructions")
    server.run(
        "postgres",
        "--single",
        "-D",
        making,
        "postgres",
        given=f"CREATE ROLE {NAME} LOGIN PASSWORD '{password}'\n"
        f"CREATE DATABASE {NAME} OWNER {NAME}\n",
    )
    making.rename(folder / "data")


def _furnish(server: Programs, folder: Path, clock: Clock, address: str, port: int) -> None:
    """Who may come in, by which address, and the certificate for it."""
    data = folder / "data"
    major = (data / "PG_VERSION").read_text("ascii").strip()
    if major != MAJOR:
        raise Refusal("host.other_version", found=major, known=MAJOR)
    listen = ",".join(dict.fromkeys((address, LOOPBACK)))
    (data / "postgresql.conf").write_text(CONF.format(listen=listen, port=port), "utf-8")
    (data / "pg_hba.conf").write_text(HBA, "utf-8")
    key, certificate = data / "server.key", data / "server.crt"
    if not certificate.exists() or _settings(folder)[0] != address:
        make_certificate(key, certificate, address, clock.now())
        server.give(key)
        server.give(certificate)
    saved = json.dumps({"address": address, "port": port})
    (folder / "host.json").write_text(saved, "utf-8")


def _settings(folder: Path) -> tuple[str, int]:
    try:
        saved = json.loads((folder / "host.json").read_text("utf-8"))
    except FileNotFoundError:
        return LOOPBACK, PORT
    return saved["address"], saved["port"]


def _since(folder: Path) -> datetime:
    """The third line of the server's own note of what runs."""
    lines = (folder / "data" / "postmaster.pid").read_text("utf-8").splitlines()
    return datetime.fromtimestamp(int(lines[2]), SEOUL)


def _require_free(address: str, port: int | None) -> None:
    """Raises Refusal host.no_such_address; host.port_taken if one is asked for."""
    for tried, code in ((0, "host.no_such_address"), (port, "host.port_taken")):
        if tried is None:
            return
        try:
            family, _, _, _, place = socket.getaddrinfo(address, tried, type=socket.SOCK_STREAM)[0]
            if ip_address(place[0]).is_unspecified:
                raise Refusal("host.no_such_address", address=address)
            socket.create_server(place[:2], family=family).close()
        except OSError:
            raise Refusal(code, address=address, port=tried) from None
