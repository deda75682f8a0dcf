"""The same keys as X.509 certificates, which is what readers of sealed PDFs ask for."""

from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from counter_app.proof.cose import public_key, public_of
from counter_app.proof.tokens import Endorsement


def certificate(root: ec.EllipticCurvePrivateKey, word: Endorsement) -> bytes:
    """DER: the root says of a key what an endorsement says; of its own key, that it is a root."""
    own = word.public == public_of(root)
    subject = _name(word.district) if own else _name(word.name_ko, word.office)
    public = public_key(word.public)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(_name(word.district))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(word.not_before)
        .not_valid_after(word.not_after)
        .add_extension(x509.BasicConstraints(ca=own, path_length=0 if own else None), critical=True)
        .add_extension(_usage(own), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False
        )
    )
    return builder.sign(root, hashes.SHA256()).public_bytes(Encoding.DER)


def is_signed_by(certificate: bytes, root: bytes) -> bool:
    """Whether the key (SPKI, DER) has signed the certificate (DER)."""
    try:
        found = x509.load_der_x509_certificate(certificate)
        public_key(root).verify(
            found.signature, found.tbs_certificate_bytes, ec.ECDSA(hashes.SHA256())
        )
    except (ValueError, InvalidSignature):
        return False
    return True


@lru_cache(16)
def key_of(certificate: bytes) -> bytes:
    """The key (SPKI, DER) that a certificate (DER) is about."""
    found = x509.load_der_x509_certificate(certificate)
    return found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _usage(root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not root,
        content_commitment=not root,
        key_cert_sign=root,
        crl_sign=root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str, office: str = "") -> x509.Name:
    named = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "KR"),
        x509.NameAttribute(NameOID.COMMON_NAME, common),
    ]
    if office:
        named.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, office))
    return x509.Name(named)
