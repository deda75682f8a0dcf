"""The electronic seal on a kept PDF: PAdES B-B (ETSI EN 319 142-1), invisible; B-T where a time
stamp server is named. It is appended, so what was drawn stays in front of it byte for byte."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate

from counter_app.errors import Refusal
from counter_app.proof.cms_form import only_form
from counter_app.proof.known import Sealing
from counter_app.proof.qr_text import from_text

if TYPE_CHECKING:
    from asn1crypto import cms, x509
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
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415
    from pyhanko.sign.signers import cms_embedder  # noqa: PLC0415
    from pyhanko.sign.signers.constants import ESIC_EXTENSION_1  # noqa: PLC0415
    from pyhanko.sign.signers.pdf_byterange import SignatureObject  # noqa: PLC0415

    chain = _chain(tuple(one.public_bytes(Encoding.DER) for one in (key.certificate, *key.issuers)))
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    # It would write the description of the document again, naming itself: 1.6 kB.
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    if code:
        _lay_in(writer, code)
    writer.register_extension(ESIC_EXTENSION_1)  # what PAdES is called in a PDF 1.7
    empty = SignatureObject(
        timestamp=datetime.now(UTC),
        subfilter=SigSeedSubFilter.PADES,
        bytes_reserved=chain.room + 2 * STAMP * bool(time_stamps),
    )
    steps = cms_embedder.PdfCMSEmbedder().write_cms(FIELD, writer)
    next(steps)
    steps.send(cms_embedder.SigObjSetup(sig_placeholder=empty))
    whole, sealed = steps.send(cms_embedder.SigIOSetup(md_algorithm="sha256", output=BytesIO()))
    steps.send(_signed(whole.document_digest, chain, key, time_stamps))
    made: bytes = sealed.getvalue()
    return made


@dataclass(frozen=True, slots=True)
class _Chain:
    """What all seals of a key have in common. `room`: hexadecimal digits kept free for one, without
    a time stamp."""

    own: "x509.Certificate"
    certificates: "cms.CertificateSet"
    named: "cms.CMSAttribute"
    room: int


@lru_cache(2)
def _chain(ders: tuple[bytes, ...]) -> _Chain:
    """`ders`: the certificate that seals, then its issuers'."""
    from asn1crypto import cms, x509  # noqa: PLC0415
    from pyhanko.sign.general import as_signing_certificate_v2  # noqa: PLC0415

    own, *issuers = map(x509.Certificate.load, ders)
    chosen = [cms.CertificateChoices("certificate", one) for one in (*issuers, own)]
    certificates = cms.CertificateSet.load(cms.CertificateSet(chosen).dump())
    named = _attribute("signing_certificate_v2", as_signing_certificate_v2(own))
    # Twice more who issued the own one; 370 bytes of signature, attributes and their frames.
    room = 2 * (sum(map(len, ders)) + 2 * len(own.issuer.dump()) + 420)
    return _Chain(own, certificates, named, room)


def _signed(digest: bytes, chain: _Chain, key: SealKey, time_stamps: str | None) -> bytes:
    from asn1crypto.cms import CMSAttributes  # noqa: PLC0415

    said = CMSAttributes(
        [
            _attribute("content_type", "data"),
            _attribute("message_digest", digest),
            chain.named,
        ]
    )
    signature = key.private.sign(said.dump(), ECDSA(SHA256()))
    stamp = None
    if time_stamps:
        token = _time_stamp(signature, time_stamps)
        stamp = CMSAttributes([_attribute("signature_time_stamp_token", token)])
    return only_form(chain.own, chain.certificates, said, signature, stamp)


def _attribute(name: str, value: object) -> "cms.CMSAttribute":
    """Read back from its bytes, so that it is not encoded again with each document."""
    from asn1crypto.cms import CMSAttribute  # noqa: PLC0415

    return CMSAttribute.load(CMSAttribute({"type": name, "values": [value]}).dump())


def _time_stamp(signature: bytes, server: str) -> "cms.ContentInfo":
    """Raises Refusal certificates.no_time_stamp."""
    from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper  # noqa: PLC0415
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError  # noqa: PLC0415

    asked = HTTPTimeStamper(server, timeout=PATIENCE)
    try:
        return asyncio.run(asked.async_timestamp(sha256(signature).digest(), "sha256"))
    except (TimestampRequestError, OSError) as error:
        raise Refusal("certificates.no_time_stamp", server=server) from error


def _lay_in(writer: "IncrementalPdfFileWriter", code: str) -> None:
    """Its token in base64, as page-piece data of this program (ISO 32000-1, 14.5)."""
    from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name, pdf_string  # noqa: PLC0415

    dictionary: Callable[[object], object] = DictionaryObject
    changed = writer.prev.trailer["/Info"]["/ModDate"]
    token = pdf_string(b64encode(from_text(code)).decode())
    ours = {pdf_name("/LastModified"): changed, pdf_name("/Private"): token}
    writer.root["/PieceInfo"] = dictionary({pdf_name("/Counter"): dictionary(ours)})
    writer.mark_update(writer.root_ref)
