"""Sealed documents, checked by pdfsig and openssl; the time stamps are openssl's own."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from counter_app.certificates.archival import archival
from counter_app.certificates.render import render_certificate
from counter_app.certificates.sealing import SealKey, seal
from counter_app.errors import Refusal
from counter_app.proof.cose import public_of
from counter_app.proof.seals import Seal, seal_of
from tests.certificates.papers import PLAIN, run

TODAY = datetime.now(UTC)
SERVER = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def name(said: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, said)])


def certificate(
    of: ec.EllipticCurvePrivateKey,
    subject: str,
    by: ec.EllipticCurvePrivateKey,
    *extensions: x509.ExtensionType,
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name("마포구"))
        .public_key(of.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(TODAY - timedelta(days=1))
        .not_valid_after(TODAY + timedelta(days=30))
    )
    for extension in extensions:
        made = made.add_extension(extension, critical=True)
    return made.sign(by, SHA256())


@pytest.fixture(scope="module")
def root() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="module")
def key(root: ec.EllipticCurvePrivateKey) -> SealKey:
    own = ec.generate_private_key(ec.SECP256R1())
    above = certificate(root, "마포구", root, x509.BasicConstraints(ca=True, path_length=None))
    return SealKey(own, certificate(own, "서교동 주민센터", root), (above,))


@pytest.fixture(scope="module")
def kept() -> bytes:
    return archival(render_certificate(PLAIN))


@pytest.fixture
def time_stamps(root: ec.EllipticCurvePrivateKey, tmp_path: Path) -> Iterator[str]:
    """The URL of a time stamp server."""
    own = ec.generate_private_key(ec.SECP256R1())
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    tsa = certificate(own, "시점확인", root, usage)
    pem = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "tsa.key").write_bytes(pem)
    (tmp_path / "tsa.pem").write_bytes(tsa.public_bytes(Encoding.PEM))
    (tmp_path / "serial").write_text("01")
    (tmp_path / "tsa.cnf").write_text(SERVER.format(folder=tmp_path))

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tmp_path / "asked.tsq"
            asked.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            command = ("openssl", "ts", "-reply", "-config", tmp_path / "tsa.cnf")
            done = subprocess.run((*command, "-queryfile", asked), capture_output=True, check=True)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(done.stdout)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def told(path: Path, pdf: bytes) -> str:
    path.write_bytes(pdf)
    return run("pdfsig", path)


def test_other_tools_find_the_seal_over_all_of_it(
    kept: bytes, key: SealKey, tmp_path: Path
) -> None:
    said = told(tmp_path / "sealed.pdf", seal(kept, key))
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "Signer Certificate Common Name: 서교동 주민센터" in said
    assert "ETSI.CAdES.detached" in said
    run("qpdf", "--check", tmp_path / "sealed.pdf")


def test_what_was_drawn_stays_in_front(kept: bytes, key: SealKey) -> None:
    sealed = seal(kept, key)
    assert sealed[: len(kept)] == kept
    assert len(sealed) <= 40_000


def test_it_stays_a_pdf_of_the_version_it_is_built_to(kept: bytes, key: SealKey) -> None:
    with pikepdf.open(BytesIO(seal(kept, key))) as pdf:
        assert (pdf.pdf_version, "/Version" in pdf.Root) == ("1.7", False)
        assert [str(name) for name in pdf.Root.Extensions] == ["/ESIC"]


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_an_altered_byte_is_found(kept: bytes, key: SealKey, tmp_path: Path, at: float) -> None:
    sealed = bytearray(seal(kept, key))
    sealed[int(len(kept) * at)] ^= 1
    path = tmp_path / "altered.pdf"
    path.write_bytes(sealed)
    done = subprocess.run(["pdfsig", path], capture_output=True, check=False)
    assert b"Signature is Valid" not in done.stdout


def test_a_time_stamp_is_in_it(kept: bytes, key: SealKey, time_stamps: str, tmp_path: Path) -> None:
    plain, stamped = seal(kept, key), seal(kept, key, time_stamps)
    assert "Signature is Valid" in told(tmp_path / "stamped.pdf", stamped)
    assert seal_of(stamped) == seal_of(plain) == Seal(whole=True, public=public_of(key.private))
    oid = bytes.fromhex("060b2a864886f70d010910020e")  # id-aa-timeStampToken
    assert oid.hex() in stamped[len(kept) :].decode("latin-1").lower()
    assert oid.hex() not in plain[len(kept) :].decode("latin-1").lower()


def test_a_server_that_does_not_answer_is_told(kept: bytes, key: SealKey) -> None:
    with pytest.raises(Refusal) as caught:
        seal(kept, key, "http://127.0.0.1:9/")
    assert caught.value.code == "certificates.no_time_stamp"
