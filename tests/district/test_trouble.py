"""Trouble with the district's database is told to its office, once; counters come again later."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.district.conftest import emptied
from tests.district.served import SEOGYO, Served, code_of
from tests.sync.test_process import until


@pytest.fixture
def url(postgres: str) -> str:
    return emptied(postgres)


@contextmanager
def locked_out(url: str) -> Iterator[None]:
    """The password is another one, as when somebody changed it and told nobody."""
    own = psycopg.conninfo.conninfo_to_dict(url)["password"]
    with psycopg.connect(url, autocommit=True) as office:
        for password in (secrets.token_hex(8), own):
            office.execute(f"ALTER ROLE CURRENT_USER PASSWORD '{password}'")
            if password != own:
                office.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE usename = current_user AND pid <> pg_backend_pid()"
                )
                yield


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if "database" in one.getMessage()]


def test_counters_are_told_to_come_again_and_the_log_says_why(
    served: Served, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    peer = served.counter(SEOGYO).greeted()
    with locked_out(url):
        until(lambda: "district database: shared.wrong_password" in told(caplog))
        for _ in range(4):
            answer = peer.http.post("/v1/snapshot")
            assert code_of(answer) == (503, "district.busy")
            assert answer.headers["Retry-After"]
    until(lambda: "district database: answers again" in told(caplog))
    assert peer.http.post("/v1/snapshot").status_code == 200
    assert told(caplog).count("district database: shared.wrong_password") == 1
