"""Which server of a Patroni cluster leads: its REST interface knows, PostgreSQL itself does not.

A server whose Patroni has died goes on taking writes that the cluster will throw away, and
`target_session_attrs` finds it before the true leader.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from http.client import HTTPConnection, HTTPException

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.errors import Lost

SECONDS = 1.5
"""The longest wait for one Patroni."""


def only_primary(conninfo: str, port: int) -> str:
    """`conninfo` with only the host left that leads now. `port`: of every Patroni.

    Raises Lost when none says that it leads.
    """
    hosts = _hosts(conninfo)
    found = _first_leader(hosts, port)
    if found is None:
        raise Lost("shared.no_primary")
    ports = str(conninfo_to_dict(conninfo).get("port", "5432")).split(",")
    return make_conninfo(conninfo, host=hosts[found], port=ports[found if len(ports) > 1 else 0])


def led_by_another(conninfo: str, port: int, host: str) -> bool:
    """Whether one of `conninfo`'s hosts, other than `host`, says that it leads.

    While none does, a server whose Patroni is silent still is the only one whose commits a
    standby confirms.
    """
    hosts = _hosts(conninfo)
    found = _first_leader(hosts, port)
    return found is not None and hosts[found] != host


def _hosts(conninfo: str) -> list[str]:
    return str(conninfo_to_dict(conninfo).get("host", "")).split(",")


def leads(host: str, port: int) -> bool:
    """Whether the Patroni on `host` says that its server is the cluster's leader."""
    try:
        with closing(HTTPConnection(host, port, timeout=SECONDS)) as connection:
            connection.request("GET", "/primary")
            return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False


def _first_leader(hosts: Sequence[str], port: int) -> int | None:
    """Asks all at once, for those that are down take longest to answer."""
    pool = ThreadPoolExecutor(len(hosts))
    try:
        asked = {pool.submit(leads, host, port): place for place, host in enumerate(hosts)}
        return next((asked[answer] for answer in as_completed(asked) if answer.result()), None)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
