"""Who this PC is to the district: keys and certificates in the folder `district` of its home."""

import json
import os
import ssl
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from counter_app.clock import SEOUL
from counter_app.errors import Refusal
from counter_app.sync.line import Identity

FOLDER = "district"
AUTHORITY, CERTIFICATE, KEY, ABOUT = "ca.pem", "client.pem", "client.key", "district.json"
"""`ABOUT` names key and certificate, so that both change at once; where it does not, they are
these."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an enrolled PC's certificate says; `district` is the name in the district's own."""

    client: str
    centre: str
    district: str
    until: datetime


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def request(key: ec.EllipticCurvePrivateKey) -> str:
    """A certificate signing request in PEM; the district decides what the certificate says."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def keep(
    home: Path, url: str, key: ec.EllipticCurvePrivateKey, certificate: str, authority: str
) -> Enrolment:
    """Puts the files in place, in one step; the key readable by its owner only.

    Raises OSError, ValueError.
    """
    about = about_of(certificate, authority)
    folder = home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    plain, private = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
    stem = f"client-{sha256(certificate.encode()).hexdigest()[:16]}"
    names = {"key": f"{stem}.key", "certificate": f"{stem}.pem"}
    secret = key.private_bytes(serialization.Encoding.PEM, private, plain)
    _write(folder / names["key"], secret)
    _write(folder / names["certificate"], certificate.encode("ascii"))
    _write(folder / AUTHORITY, authority.encode("ascii"))
    said = {"url": url, "centre": about.centre, "client": about.client, **names}
    _write(folder / ABOUT, (json.dumps(said, indent=2) + "\n").encode())
    for path in _owned(folder):
        if path.name not in names.values():
            path.unlink(missing_ok=True)
    return about


def forget(home: Path) -> None:
    """Removes the files; the PC cannot speak to the district any more."""
    folder = home / FOLDER
    for path in (*_owned(folder), folder / AUTHORITY, folder / ABOUT):
        path.unlink(missing_ok=True)


def read(home: Path) -> Identity:
    """Raises Refusal sync.no_identity, sync.key_open_to_others."""
    folder = home / FOLDER
    try:
        said = json.loads((folder / ABOUT).read_text("utf-8"))
        url, secret = said["url"], folder / said.get("key", KEY)
        shown = folder / said.get("certificate", CERTIFICATE)
        if sys.platform != "win32" and secret.stat().st_mode & 0o077:
            raise Refusal("sync.key_open_to_others", path=secret)
        key = serialization.load_pem_private_key(secret.read_bytes(), None)
        context = trusting((folder / AUTHORITY).read_text("ascii"))
        context.load_cert_chain(shown, secret)
        until = x509.load_pem_x509_certificate(shown.read_bytes()).not_valid_after_utc
    except (OSError, ValueError, KeyError, TypeError, ssl.SSLError):
        raise Refusal("sync.no_identity", folder=folder) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Refusal("sync.no_identity", folder=folder)
    return Identity(url, context, key, until.astimezone(SEOUL))


def again(home: Path, own: Identity) -> Identity:
    """Who this PC is by now: the same unless the files have changed."""
    try:
        found = read(home)
    except Refusal:
        return own
    same = found.url == own.url and found.key.public_key() == own.key.public_key()
    return own if same else found


def moved(home: Path, url: str, authority: str) -> Identity | None:
    """Who this PC is to its district where that is served at `url` by now; None where the district
    is another one, or was served there before. Raises Refusal as `read` does."""
    own = read(home)
    theirs = (home / FOLDER / AUTHORITY).read_text("ascii") != authority
    return None if theirs or own.url == url else replace(own, url=url)


def move(home: Path, url: str) -> None:
    """From now on the district is served at `url`."""
    about = home / FOLDER / ABOUT
    said = json.loads(about.read_text("utf-8"))
    _write(about, (json.dumps({**said, "url": url}, indent=2) + "\n").encode())


def _owned(folder: Path) -> list[Path]:
    """Keys and certificates of this PC, whichever is in use."""
    return [path for end in ("key", "pem") for path in folder.glob(f"client*.{end}")]


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, on the disk when this returns."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def trusting(authority: str) -> ssl.SSLContext:
    """Knows the district by its own certificate and by no other. Raises ValueError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=authority)
    return context


def about_of(certificate: str, authority: str) -> Enrolment:
    """Raises ValueError."""
    own = x509.load_pem_x509_certificate(certificate.encode())
    theirs = x509.load_pem_x509_certificate(authority.encode())
    return Enrolment(
        client=_named(own, NameOID.COMMON_NAME),
        centre=_named(own, NameOID.ORGANIZATIONAL_UNIT_NAME),
        district=_named(theirs, NameOID.COMMON_NAME),
        until=own.not_valid_after_utc.astimezone(SEOUL),
    )


def _named(certificate: x509.Certificate, what: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(what)
    return str(found[0].value) if found else ""
