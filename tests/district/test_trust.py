"""Who is let in: certificates, tokens bound to them, codes that work once; how much at once."""

import asyncio
import os
import socket
import ssl
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from counter_app.clock import FixedClock
from counter_app.district import enrolling, serving, trust
from counter_app.district.limits import MOST_BYTES, Rates
from counter_app.district.store import open_district, writing
from counter_app.district.trust import SERVER_DAYS
from counter_app.errors import Refusal
from tests.district.served import KEY, SEOGYO, YEONNAM, Served, code_of, csr_of, with_certificate

_WHENEVER = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which Python has no name for."""
OTHER_KEY = ec.generate_private_key(ec.SECP384R1())


def test_a_code_enrols_one_counter(served: Served, clock: FixedClock) -> None:
    http = served.anonymous()
    asked = {"code": served.code(SEOGYO), "csr": csr_of(KEY)}
    assert http.post("/v1/enrol", json=asked).status_code == 200
    assert code_of(http.post("/v1/enrol", json=asked)) == (403, "district.bad_code")
    late = {**asked, "code": served.code(SEOGYO)}
    clock.at += timedelta(hours=25)
    assert code_of(http.post("/v1/enrol", json=late)) == (403, "district.bad_code")


@pytest.mark.parametrize("csr", ["", "?", csr_of(OTHER_KEY), csr_of(KEY).replace("M", "N", 3)])
def test_a_request_that_is_none_leaves_the_code(served: Served, csr: str) -> None:
    http, code = served.anonymous(), served.code(SEOGYO)
    answer = http.post("/v1/enrol", json={"code": code, "csr": csr})
    assert code_of(answer) == (400, "district.bad_csr")
    again = http.post("/v1/enrol", json={"code": code, "csr": csr_of(KEY)})
    assert again.status_code == 200


def test_without_a_certificate_nothing_is_told(served: Served) -> None:
    http = served.anonymous()
    for method, path in (
        ("GET", "/v1/changes?cursor=a.1.1"),
        ("GET", "/v1/snapshot/resident"),
        ("GET", "/v1/digest"),
        ("POST", "/v1/snapshot"),
    ):
        assert code_of(http.request(method, path)) == (401, "district.no_certificate")


def test_a_token_is_for_one_certificate_and_ten_minutes(served: Served, clock: FixedClock) -> None:
    peer, other = served.counter(SEOGYO).greeted(), served.counter(SEOGYO)

    def ask(**headers: str) -> tuple[int, str]:
        return code_of(other.http.post("/v1/snapshot", headers=headers))

    stolen = peer.http.headers["Authorization"]
    assert ask() == (401, "district.bad_token")
    assert ask(Authorization=stolen) == (401, "district.bad_token")
    assert ask(Authorization="Bearer ?") == (401, "district.bad_token")
    assert ask(Authorization="Bearer " + "a" * 399) == (401, "district.bad_token")
    clock.at += timedelta(minutes=11)
    late = code_of(peer.http.post("/v1/snapshot"))
    assert late == (401, "district.token_expired")
    assert peer.greeted().http.post("/v1/snapshot").status_code == 200


def test_what_is_revoked_is_refused_at_once(served: Served, clock: FixedClock) -> None:
    peer, other = served.counter(SEOGYO).greeted(), served.counter(SEOGYO).greeted()
    with writing(served.district.engine) as session:
        enrolling.revoke(session, peer.client, clock.now())
    assert code_of(peer.http.post("/v1/snapshot")) == (403, "district.revoked")
    assert code_of(peer.hello()) == (403, "district.revoked")
    assert other.http.post("/v1/snapshot").status_code == 200


def test_the_servers_certificate_is_renewed_while_it_serves(
    served: Served, clock: FixedClock
) -> None:
    peer, before = served.counter(SEOGYO).greeted(), shown(served)
    clock.at += timedelta(days=SERVER_DAYS - 31)
    time.sleep(2.5)
    assert shown(served) == before
    clock.at += timedelta(days=2)
    deadline = time.monotonic() + 60
    while (now := shown(served)) == before:
        assert time.monotonic() < deadline, "never renewed"
        time.sleep(0.1)
    assert now.not_valid_after_utc > clock.at + timedelta(days=SERVER_DAYS - 1)
    assert code_of(peer.http.post("/v1/snapshot"))[0] == 401, "the line goes on; its token ended"


def test_a_servers_certificate_that_could_not_be_kept_is_tried_again(
    served: Served, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    renewing = serving._Renewing(served.district.trust, clock, ssl.create_default_context())
    clock.at += timedelta(days=SERVER_DAYS)
    with monkeypatch.context() as patched:
        patched.setattr(trust, "_keep", full)
        asyncio.run(renewing.look())
    assert renewing.again > 0
    asyncio.run(renewing.look())
    assert renewing.good[1] < clock.at, "not at once"
    renewing.again = 0
    asyncio.run(renewing.look())
    assert renewing.good[0] < clock.at < renewing.good[1]


def test_a_servers_certificate_that_is_not_whole_or_not_good_yet_is_made_anew(
    tmp_path: Path, clock: FixedClock
) -> None:
    trust.trust(tmp_path, "district", ("127.0.0.1",), clock.at + timedelta(days=3))
    made = trust.trust(tmp_path, "district", ("127.0.0.1",), clock.at)
    assert made.server_good()[0] < clock.at < made.server_good()[1]
    own = ec.generate_private_key(ec.SECP256R1())
    plain = serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    for torn in (b"", own.private_bytes(pem, form, plain)):
        (tmp_path / "server.key").write_bytes(torn)
        trust.trust(tmp_path, "district", ("127.0.0.1",), clock.at).server_context()


def shown(served: Served) -> x509.Certificate:
    """The certificate that the server shows now, to one who trusts the district's alone; by the
    tests' clock it may not be good yet."""
    context = ssl.create_default_context(cadata=served.district.trust.ca)
    context.verify_flags |= _WHENEVER
    with (
        socket.create_connection(("127.0.0.1", urlsplit(served.url).port or 0)) as line,
        context.wrap_socket(line, server_hostname="127.0.0.1") as spoken,
    ):
        return x509.load_der_x509_certificate(spoken.getpeercert(True) or b"")


def test_a_certificate_ends(served: Served, clock: FixedClock) -> None:
    peer = served.counter(SEOGYO)
    clock.at += timedelta(days=401)
    assert code_of(peer.hello()) == (403, "district.revoked")


def test_a_centre_sees_nothing_of_another(served: Served) -> None:
    peer = served.counter(YEONNAM).greeted()
    assert [change.pk for change in peer.page("resident")[0]] == ["3"]
    assert {change.pk for change in peer.changes(peer.welcome.min_cursor)[0]} <= {
        *{"3", "statuses/D-2"},
    }
    digest = peer.http.get("/v1/digest").json()
    assert sum(number for number, _ in digest["tables"]["resident"]) == 1
    for number in range(0, 256, 51):
        answer = peer.http.get(f"/v1/digest/resident/{number}")
        assert b"PERSON 1" not in zstandard.decompress(answer.content)


def test_a_counter_cannot_speak_for_anothers_store(served: Served) -> None:
    peer, other = served.counter(SEOGYO).greeted(), served.counter(SEOGYO).greeted()
    other.store = peer.store
    assert code_of(other.hello(mark=peer.mark)) == (403, "district.not_yours")
    operation = other.operation("till.counted", {})
    assert code_of(other.send(operation)) == (404, "district.no_such_store")


def test_a_bomb_is_not_unfolded(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    bomb = zstandard.compress(b" " * (MOST_BYTES * 40))
    assert len(bomb) < 50_000
    zstd = {"Content-Encoding": "zstd"}
    answer = peer.http.post("/v1/blocks", content=bomb, headers=zstd)
    assert code_of(answer) == (413, "district.too_large")
    answer = peer.http.post("/v1/blocks", content=b"?", headers=zstd)
    assert code_of(answer) == (422, "district.unreadable")


def test_who_asks_too_often_is_told_when_to_come_again() -> None:
    now = [0.0]
    rates = Rates(2, 3, lambda: now[0])
    for _ in range(3):
        rates.take("a")
    rates.take("b")
    with pytest.raises(Refusal) as refused:
        rates.take("a")
    assert (refused.value.code, refused.value.fields) == ("district.too_often", {"seconds": 1})
    now[0] = 1.0
    rates.take("a")
    rates.take("a")


def test_a_flood_is_answered_with_429(served: Served) -> None:
    peer = served.counter(SEOGYO).greeted()
    served.district.rates.at_once, served.district.rates.a_second = 3, 0.9
    answers = [peer.http.get("/v1/changes", params={"cursor": "a.1.1"}) for _ in range(6)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].headers["Retry-After"] == "1"


def test_the_log_says_nothing_of_what_was_asked(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "counter")
    peer = served.counter(SEOGYO).greeted()
    for _ in range(2):  # a line comes after its answer
        assert [change.pk for change in peer.page("resident", after="1")[0]] == ["2"]
    assert "GET /v1/snapshot/{table} 200" in caplog.text
    for told in ("after", peer.store, "PERSON", peer.http.headers["Authorization"][7:20]):
        assert told not in caplog.text


def test_a_certificate_is_had_anew_before_its_end(served: Served, clock: FixedClock) -> None:
    clock.at -= timedelta(days=330)
    peer = served.counter(SEOGYO).greeted()
    key = ec.generate_private_key(ec.SECP256R1())
    asked = {"csr": csr_of(key)}
    assert code_of(peer.http.post("/v1/renew", json=asked)) == (409, "district.renew_early")
    clock.at += timedelta(days=330)
    peer.greeted()
    bad = {"csr": csr_of(OTHER_KEY)}
    assert code_of(peer.http.post("/v1/renew", json=bad)) == (400, "district.bad_csr")
    lost = peer.http.post("/v1/renew", json=asked).json()["certificate"]  # as if it never came
    given = peer.http.post("/v1/renew", json=asked).json()["certificate"]
    renewed = with_certificate(served, peer, key, given).greeted()
    assert renewed.settled(renewed.operation("till.counted", {})) == [("applied", "")]
    peer.op_seq, peer.mark, peer.previous = renewed.op_seq, renewed.mark, renewed.previous
    assert peer.settled(peer.operation("till.counted", {})) == [("applied", "")]  # for a day
    assert code_of(with_certificate(served, peer, key, lost).hello()) == (
        *(403, "district.unknown_client"),
    )
    clock.at += timedelta(days=1, minutes=1)
    assert code_of(peer.hello()) == (403, "district.revoked")
    clock.at += timedelta(days=100)  # the first one would have ended by now
    assert renewed.hello(op_seq=2, mark=peer.mark).status_code == 200


def test_who_is_revoked_has_no_certificate_that_is_good(served: Served, clock: FixedClock) -> None:
    clock.at -= timedelta(days=330)
    peer = served.counter(SEOGYO)
    clock.at += timedelta(days=330)
    key = ec.generate_private_key(ec.SECP256R1())
    given = peer.greeted().http.post("/v1/renew", json={"csr": csr_of(key)}).json()["certificate"]
    with writing(served.district.engine) as session:
        enrolling.revoke(session, peer.client, clock.now())
    assert code_of(peer.http.post("/v1/renew", json={"csr": csr_of(key)})) == (
        *(403, "district.revoked"),
    )
    for one in (peer, with_certificate(served, peer, key, given)):
        assert code_of(one.hello()) == (403, "district.revoked")


def test_a_register_in_a_file_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    engine = open_district(f"sqlite:///{tmp_path / 'district.db'}")
    try:
        with writing(engine) as session:
            session.connection().exec_driver_sql("CREATE TABLE register (name TEXT)")
        found = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}
    finally:
        engine.dispose()
        os.umask(before)
    assert found
    assert not any(found.values()), found
