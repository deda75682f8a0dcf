"""A district that runs, and counters that speak with it over TLS."""

import ssl
import tempfile
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from counter_app.clock import FixedClock
from counter_app.district import enrolling
from counter_app.district.district import District, open_for
from counter_app.district.schema import prepare
from counter_app.district.server import make_app
from counter_app.district.serving import listening, server
from counter_app.district.store import open_district, writing
from counter_app.district.trust import trust
from counter_app.sync import packing, wire
from counter_app.sync.packing import Change, Trailer
from counter_app.sync.wire import Batch, Hello, Operation, Welcome
from db.outbox import ordered_id

SEOGYO, YEONNAM = "1144066000", "1144071000"
KEY = ec.generate_private_key(ec.SECP256R1())


@dataclass
class Served:
    district: District
    url: str
    opened: list[httpx2.Client] = field(default_factory=list)

    def client(self, context: ssl.SSLContext) -> httpx2.Client:
        """Closed with the district."""
        made = httpx2.Client(base_url=self.url, verify=context, timeout=30)
        self.opened.append(made)
        return made

    def code(self, centre: str) -> str:
        with writing(self.district.engine) as session:
            return enrolling.new_code(session, centre, self.district.clock.now())

    def counter(self, centre: str, store: str = "") -> "Peer":
        """A counter, enrolled, that has not said hello yet."""
        return enrolled(self, centre, store or f"store-{next(_NUMBERS)}")

    def anonymous(self) -> httpx2.Client:
        return self.client(_context(self.district.trust.ca))


_NUMBERS = count(1)


@dataclass
class Peer:
    """One counter; refusals are answers of `http`, everything else raises."""

    http: httpx2.Client
    key: ec.EllipticCurvePrivateKey
    client: str
    store: str
    clock: FixedClock
    pem: bytes = b""
    """Its key and its certificate."""
    mark: str = ""
    op_seq: int = 0
    previous: str = ""
    said: list[Welcome] = field(default_factory=list)

    def hello(self, **other: Any) -> httpx2.Response:
        hello = Hello(
            store=self.store,
            mark=self.mark,
            protocols=(wire.PROTOCOL, wire.PROTOCOL),
            schema=wire.SCHEMA,
            cursor=None,
            op_seq=self.op_seq,
            at=self.clock.now(),
        )
        answer = self.http.post(
            "/v1/hello", content=packing.canonical(asdict(replace(hello, **other)))
        )
        if answer.status_code == 200:
            welcome = packing.parse(Welcome, answer.content)
            self.mark = welcome.mark
            self.http.headers["Authorization"] = f"Bearer {welcome.token}"
            self.said.append(welcome)
        return answer

    def greeted(self) -> "Peer":
        answer = self.hello()
        assert answer.status_code == 200, answer.text
        return self

    @property
    def welcome(self) -> Welcome:
        return self.said[-1]

    def changes(self, cursor: str, **asked: Any) -> tuple[list[Change], Trailer]:
        return lines(self.http.get("/v1/changes", params={"cursor": cursor, **asked}))

    def page(self, table: str, **asked: Any) -> tuple[list[Change], Trailer]:
        return lines(self.http.get(f"/v1/snapshot/{table}", params=asked))

    def operation(self, kind: str, payload: dict[str, Any], **more: Any) -> Operation:
        self.op_seq += 1
        at = self.clock.now()
        return Operation(ordered_id(at), self.op_seq, kind, at, payload, **more)

    def send(self, *operations: Operation, **other: Any) -> httpx2.Response:
        batch = replace(Batch(self.store, self.previous, operations), **other)
        body = packing.canonical(asdict(batch))
        answer = self.post_signed(body)
        if answer.status_code == 200:
            self.previous = sha256(body).hexdigest()
        return answer

    def post_signed(self, body: bytes, signature: str | None = None) -> httpx2.Response:
        signed = self.key.sign(body, ec.ECDSA(hashes.SHA256()))
        given = b64encode(signed).decode() if signature is None else signature
        return self.http.post("/v1/ops", content=body, headers={"Counter-Signature": given})

    def settled(self, *operations: Operation) -> list[tuple[str, str]]:
        """Outcome and code of each."""
        answer = self.send(*operations)
        assert answer.status_code == 200, answer.text
        results = packing.parse(wire.Results, answer.content).results
        return [(result.outcome.value, result.code) for result in results]


def lines(answer: httpx2.Response) -> tuple[list[Change], Trailer]:
    assert answer.status_code == 200, answer.text
    return packing.unpack(answer.content)


def code_of(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def csr_of(key: ec.EllipticCurvePrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "counter")])
    asked = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    return asked.public_bytes(serialization.Encoding.PEM).decode()


def enrolled(served: Served, centre: str, store: str) -> Peer:
    key = ec.generate_private_key(ec.SECP256R1())
    asked = {"code": served.code(centre), "csr": csr_of(key)}
    answer = served.anonymous().post("/v1/enrol", json=asked)
    assert answer.status_code == 200, answer.text
    clock = served.district.clock
    assert isinstance(clock, FixedClock)
    blank = Peer(served.anonymous(), key, "", store, clock)
    return with_certificate(served, blank, key, answer.json()["certificate"])


def with_certificate(
    served: Served, peer: Peer, key: ec.EllipticCurvePrivateKey, certificate: str
) -> Peer:
    """The same counter, as it is with another key and certificate."""
    plain = serialization.NoEncryption()
    private = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, private, plain) + certificate.encode()
    context = _context(served.district.trust.ca)
    with tempfile.NamedTemporaryFile() as file:
        file.write(pem)
        file.flush()
        context.load_cert_chain(file.name)
    found = x509.load_pem_x509_certificate(certificate.encode())
    client = str(found.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)
    return replace(peer, http=served.client(context), key=key, client=client, pem=pem, said=[])


@contextmanager
def serving(url: str, folder: Path, clock: FixedClock) -> Iterator[Served]:
    """A district on the database that `url` names."""
    engine = open_district(url)
    prepare(engine)
    district = open_for(engine, clock, trust(folder, "district", ("127.0.0.1",), clock.now()))
    running = server(make_app(district), district.trust, clock)
    heard = listening("127.0.0.1", 0)
    port = heard.getsockname()[1]
    thread = threading.Thread(target=running.run, args=([heard],))
    thread.start()
    try:
        while not running.started:
            time.sleep(0.01)
        served = Served(district, f"https://127.0.0.1:{port}")
        yield served
        for client in served.opened:
            client.close()
    finally:
        running.should_exit = True
        thread.join()
        heard.close()
        engine.dispose()


def _context(ca: str) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=ca)
