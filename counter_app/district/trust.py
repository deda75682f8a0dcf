"""The district's own certificate authority, and the certificates of its server and its clients."""

import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from counter_app.errors import Refusal

AUTHORITY_DAYS, SERVER_DAYS, CLIENT_DAYS = 20 * 365, 825, 400
_EARLY = timedelta(days=30)
"""Before its end the server's certificate is made anew."""
_PEM = serialization.Encoding.PEM
_MOST_CSR = 8_000


@dataclass(frozen=True, slots=True)
class Trust:
    """Files in `folder`: the authority's key and certificate, the server's, which is for
    `addresses`."""

    folder: Path
    addresses: tuple[str, ...] = ()

    @property
    def ca(self) -> str:
        return (self.folder / "ca.pem").read_text("ascii")

    def server_context(self) -> ssl.SSLContext:
        """TLS 1.3; a client may show a certificate of ours, and which it needs is asked later:
        one that is being enrolled has none yet."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_verify_locations(self.folder / "ca.pem")
        context.verify_mode = ssl.CERT_OPTIONAL
        self.show(context)
        return context

    def show(self, context: ssl.SSLContext) -> None:
        """The server's certificate as it is now, to whoever connects from now on."""
        context.load_cert_chain(self.folder / "server.pem", self.folder / "server.key")

    def server_good(self) -> tuple[datetime, datetime]:
        """From when until when the server's certificate need not be made anew."""
        found = x509.load_pem_x509_certificate((self.folder / "server.pem").read_bytes())
        return found.not_valid_before_utc, found.not_valid_after_utc - _EARLY

    def renew_server(self, now: datetime) -> None:
        """Makes the server's certificate anew where it is for other addresses, ends soon, or is
        not good yet, as one made while the clock was wrong."""
        if self._serves(now):
            return
        own = ec.generate_private_key(ec.SECP256R1())
        subject, authority = _name(self.addresses[0]), self._authority()
        builder = _builder(subject, authority.subject, own.public_key(), now, SERVER_DAYS)
        names = x509.SubjectAlternativeName([_general(address) for address in self.addresses])
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        certificate = builder.add_extension(names, False).add_extension(usage, False)
        _keep(self.folder, "server", own, self._signed(certificate))

    def sign(self, csr: str, client: str, centre: str, now: datetime) -> x509.Certificate:
        """A client's certificate. Raises Refusal district.bad_csr."""
        asked = _read_csr(csr)
        name = _name(client, centre)
        builder = _builder(name, self._authority().subject, asked, now, CLIENT_DAYS)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
        return self._signed(builder.add_extension(usage, False))

    def _serves(self, now: datetime) -> bool:
        certificate, secret = self.folder / "server.pem", self.folder / "server.key"
        if not (certificate.exists() and secret.exists()):
            return False
        found = x509.load_pem_x509_certificate(certificate.read_bytes())
        try:
            key = serialization.load_pem_private_key(secret.read_bytes(), None)
        except ValueError:
            return False  # whoever was writing it did not come to the end
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        since, until = self.server_good()
        return (
            key.public_key() == found.public_key()
            and {_general(address) for address in self.addresses} <= set(names)
            and since <= now < until
        )

    def _signed(self, builder: x509.CertificateBuilder) -> x509.Certificate:
        key = self._key()
        by = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
        return builder.add_extension(by, False).sign(key, hashes.SHA256())

    def _key(self) -> ec.EllipticCurvePrivateKey:
        data = (self.folder / "ca.key").read_bytes()
        key = serialization.load_pem_private_key(data, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101 - made below
        return key

    def _authority(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate((self.folder / "ca.pem").read_bytes())


def trust(folder: Path, name: str, addresses: tuple[str, ...], now: datetime) -> Trust:
    """What lies in `folder`; made when there is nothing, the server's anew for other addresses or
    before it ends."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / "ca.pem").exists():
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name)
        builder = _builder(subject, subject, key.public_key(), now, AUTHORITY_DAYS, ca=True)
        _keep(folder, "ca", key, builder.sign(key, hashes.SHA256()))
    made = Trust(folder, addresses)
    made.renew_server(now)
    return made


def thumbprint(der: bytes) -> str:
    return sha256(der).hexdigest()


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(_PEM).decode()


def _read_csr(csr: str) -> ec.EllipticCurvePublicKey:
    try:
        asked = x509.load_pem_x509_csr(csr[:_MOST_CSR].encode())
    except ValueError:
        raise Refusal("district.bad_csr") from None
    key = asked.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Refusal("district.bad_csr")
    if not asked.is_signature_valid:
        raise Refusal("district.bad_csr")
    return key


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    now: datetime,
    days: int,
    ca: bool = False,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), True)
        .add_extension(_usage(ca), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
    )


def _usage(ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=False,
        key_cert_sign=ca,
        crl_sign=ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _keep(
    folder: Path, name: str, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate
) -> None:
    secret = folder / f"{name}.key"
    secret.unlink(missing_ok=True)
    secret.touch(mode=0o600)
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, plain))
    (folder / f"{name}.pem").write_text(pem(certificate), "ascii")


def _name(common: str, centre: str = "") -> x509.Name:
    named = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if centre:
        named.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, centre))
    return x509.Name(named)


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
