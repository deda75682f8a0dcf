"""The electronic seal on a kept PDF: PAdES B-B (ETSI EN 319 142-1), invisible; B-T where a time
stamp server is named. It is appended, so what was drawn stays in front of it byte for byte."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import Certificate, load_der_x509_certificate

from counter_app.errors import Refusal
from counter_app.proof.known import Sealing
from counter_app.proof.qr_text import from_text

if TYPE_CHECKING:
    from asn1crypto import x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

FIELD = "Seal"
STAMP = 9_000
"""Bytes kept free for a time stamp."""
PATIENCE = 5
"""Seconds that a time stamp server has to answer."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """`certificate` is of `private`; `issuers` lead from it to the root, the root included."""

    private: EllipticCurvePrivateKey
    certificate: Certificate
    issuers: tuple[Certificate, ...] = ()


def seal_key(found: Sealing) -> SealKey:
    own, *roots = map(load_der_x509_certificate, (found.certificate, *found.roots))
    return SealKey(found.key, own, tuple(roots))


def seal(pdf: bytes, key: SealKey, time_stamps: str | None = None, *, code: str = "") -> bytes:
    """`pdf` with a signature over all of it. `time_stamps`: URL of an RFC 3161 server; `code`: the
    text of its proof code, laid into the file for who has no reader of pictures.

    Raises Refusal certificates.no_time_stamp when that server does not answer.
    """
    # pyHanko takes a second to load: who prints no certificate need not wait for it
    from asn1crypto import keys, x509  # noqa: PLC0415
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf  # noqa: PLC0415
    from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper  # noqa: PLC0415
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    own, *issuers = (
        x509.Certificate.load(certificate.public_bytes(Encoding.DER))
        for certificate in (key.certificate, *key.issuers)
    )
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=own,
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore.from_certs(issuers),
    )
    about = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    sealed, writer = BytesIO(), IncrementalPdfFileWriter(BytesIO(pdf))
    # It would write the description of the document again, naming itself: 1.6 kB.
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    if code:
        _lay_in(writer, code)
    try:
        sign_pdf(
            writer,
            about,
            signer,
            HTTPTimeStamper(time_stamps, timeout=PATIENCE) if time_stamps else None,
            bytes_reserved=_room(own, issuers, stamped=bool(time_stamps)),
            output=sealed,
        )
    except (TimestampRequestError, OSError) as error:
        raise Refusal("certificates.no_time_stamp", server=time_stamps) from error
    return sealed.getvalue()


def _lay_in(writer: "IncrementalPdfFileWriter", code: str) -> None:
    """Its token in base64, as page-piece data of this program (ISO 32000-1, 14.5)."""
    from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name, pdf_string  # noqa: PLC0415

    dictionary: Callable[[object], object] = DictionaryObject
    changed = writer.prev.trailer["/Info"]["/ModDate"]
    token = pdf_string(b64encode(from_text(code)).decode())
    ours = {pdf_name("/LastModified"): changed, pdf_name("/Private"): token}
    writer.root["/PieceInfo"] = dictionary({pdf_name("/Counter"): dictionary(ours)})
    writer.mark_update(writer.root_ref)


def _room(own: "x509.Certificate", issuers: "list[x509.Certificate]", *, stamped: bool) -> int:
    """Digits kept free for the seal. Left to itself, pyHanko makes each seal twice to find out."""
    certificates = sum(len(certificate.dump()) for certificate in (own, *issuers))
    # Twice more who issued the own one; 370 bytes of signature, attributes and their frames.
    named = 2 * len(own.issuer.dump())
    return 2 * (certificates + named + 420 + STAMP * stamped)
