"""The electronic seal in a PDF: whether every byte is as it was when it was sealed, and by whom.

What a seal leaves unsigned may have one form only, as the tokens do, so that no flipped bit is
overlooked: one seal over the whole file, its CMS built from certificates, signed attributes and
signature alone.
"""

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509 import InvalidVersion

from counter_app.proof import x509
from counter_app.proof.cms_form import only_form

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData
    from asn1crypto.x509 import Certificate

_NAME = b"/T (Seal)"
_TRACES = (b"/ByteRange", b"ETSI.CAdES.detached", _NAME)
"""One flipped bit leaves two of them."""
_RANGE = re.compile(rb"/ByteRange \[ ?0 (\d+) (\d+) (\d+) *\]")


@dataclass(frozen=True, slots=True)
class Seal:
    """`whole`: nothing was changed since. `public`: the key that sealed it (SPKI, DER), b"" where
    it is not whole."""

    whole: bool
    public: bytes = b""


BROKEN = Seal(whole=False)


def is_sealed(data: bytes) -> bool:
    """Whether there is a trace of a seal like ours, even of one that was damaged."""
    return sum(trace in data for trace in _TRACES) >= len(_TRACES) - 1


def is_named(data: bytes) -> bool:
    """Whether a seal in it has the name of ours: other programs seal PDFs, too."""
    return _NAME in data


def seal_of(pdf: bytes) -> Seal | None:
    """None for a PDF that never had one; nothing is said of whose key it is."""
    if not is_sealed(pdf):
        return None
    from asn1crypto.cms import ContentInfo  # noqa: PLC0415

    places = _places(pdf)
    if places is None:
        return BROKEN
    start, end = places
    der = _contents(pdf[start:end])
    try:
        found = ContentInfo.load(der, strict=True)["content"]
        own = _signer(found)
        whole = (
            _only_form(found, own) == der
            and _chained(found)
            and _holds(found, pdf[:start] + pdf[end:])
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return BROKEN
    if not (whole and _agreed(pdf)):
        return BROKEN
    return Seal(whole=True, public=x509.key_of(own.dump()))


def _places(pdf: bytes) -> tuple[int, int] | None:
    """Where the seal stands: all else is sealed."""
    found = _RANGE.findall(pdf)
    if len(found) != 1:
        return None
    start, end, rest = map(int, found[0])
    if not start < end < len(pdf) or end + rest != len(pdf):
        return None
    return start, end


def _contents(written: bytes) -> bytes:
    """The CMS of a seal as it is written, b"" for any other spelling."""
    try:
        digits = written[1:-1].decode("ascii")
        filled = bytes.fromhex(digits)
        length = 4 + int.from_bytes(filled[2:4], "big")
    except ValueError:
        return b""
    spelt = (
        b"<%b>" % filled.hex().encode() == written,
        b"<%b>" % filled.hex().upper().encode() == written,
    )
    whole = filled[:2] == b"\x30\x82" and not any(filled[length:]) and any(spelt)
    return filled[:length] if whole else b""


def _signer(found: "SignedData") -> "Certificate":
    """The one certificate that the seal names. Raises ValueError."""
    (signer,), certificates = found["signer_infos"], [c.chosen for c in found["certificates"]]
    named = signer["sid"].chosen
    serial = named["serial_number"].native
    (own,) = (
        one for one in certificates if one.serial_number == serial and one.issuer == named["issuer"]
    )
    return own


def _only_form(found: "SignedData", own: "Certificate") -> bytes:
    """The bytes that a seal with this content has."""
    from asn1crypto.cms import CMSAttributes  # noqa: PLC0415

    (signer,), unsigned = found["signer_infos"], None
    if isinstance(signer["unsigned_attrs"], CMSAttributes):
        unsigned = signer["unsigned_attrs"]
    parts = (found["certificates"], signer["signed_attrs"], signer["signature"], unsigned)
    return only_form(own, *parts)


def _holds(found: "SignedData", sealed: bytes) -> bool:
    (signer,) = found["signer_infos"]
    said = {attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]}
    return [value.native for value in said["message_digest"]] == [hashlib.sha256(sealed).digest()]


def _chained(found: "SignedData") -> bool:
    """Whether each certificate is signed by one of them, and is written as one only can be."""
    ders = [chosen.chosen.dump() for chosen in found["certificates"]]
    one_form = all(
        _only_form_of(chosen.chosen) == chosen.dump() for chosen in found["certificates"]
    )
    return one_form and all(any(_signed_by(one, other) for other in ders) for one in ders)


def _only_form_of(certificate: "Certificate") -> bytes:
    from asn1crypto.core import OctetBitString  # noqa: PLC0415
    from asn1crypto.x509 import Certificate  # noqa: PLC0415

    told = certificate["tbs_certificate"]
    signature = OctetBitString(certificate["signature_value"].native)
    again = Certificate(
        {
            "tbs_certificate": told,
            "signature_algorithm": told["signature"],
            "signature_value": signature,
        }
    )
    made: bytes = again.dump()
    return made


def _signed_by(one: bytes, other: bytes) -> bool:
    try:
        return x509.is_signed_by(one, x509.key_of(other))
    except (ValueError, UnsupportedAlgorithm, InvalidVersion):
        return False


def _agreed(pdf: bytes) -> bool:
    """What pyHanko says of the signature and of what it covers."""
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.general import SigningError  # noqa: PLC0415
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415

    try:
        (seal,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
        seal.compute_integrity_info()
        intact, valid = validate_sig_integrity(
            seal.signer_info, seal.signer_cert, "data", seal.compute_digest()
        )
    except (PdfError, SigningError, SignatureValidationError, ValueError):
        return False
    covered = seal.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return bool(intact and valid and covered)
