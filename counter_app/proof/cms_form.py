"""The one form that the CMS of a seal has: certificates, signed attributes and signature alone.

Whoever seals writes it so and whoever checks compares with it; parts that are kept are not built
anew for each document.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asn1crypto.cms import CertificateSet, CMSAttributes
    from asn1crypto.core import OctetString
    from asn1crypto.x509 import Certificate


def only_form(
    own: "Certificate",
    certificates: "CertificateSet",
    signed: "CMSAttributes",
    signature: "OctetString | bytes",
    unsigned: "CMSAttributes | None" = None,
) -> bytes:
    """DER. `own`: the certificate that sealed, one of `certificates`; `unsigned`: a time stamp."""
    from asn1crypto.cms import ContentInfo, SignedData  # noqa: PLC0415 - few commands need it

    sha256 = {"algorithm": "sha256"}
    named = {"issuer": own.issuer, "serial_number": own.serial_number}
    signer = {
        "version": "v1",
        "sid": {"issuer_and_serial_number": named},
        "digest_algorithm": sha256,
        "signed_attrs": signed,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signature,
    }
    if unsigned is not None:
        signer["unsigned_attrs"] = unsigned
    content = SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [signer],
        }
    )
    made: bytes = ContentInfo({"content_type": "signed_data", "content": content}).dump()
    return made
