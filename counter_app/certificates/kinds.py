"""The certificates that can be issued. A kind is data; the engine does not know it."""

from dataclasses import dataclass

from counter_app.errors import Refusal
from db.identity import IdKind


@dataclass(frozen=True, slots=True)
class Kind:
    """`series` stands in the issue number; `holders` are the id kinds it can certify."""

    code: str
    series: str
    template: str
    title_ko: str
    title_en_rule: str
    fee_rule: str
    holders: frozenset[IdKind]


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            code="alien-registration",
            series="AR",
            template="alien-registration-1",
            title_ko="외국인등록 사실증명",
            title_en_rule="title_en.cert_ar",
            fee_rule="fee.cert_ar",
            holders=frozenset({IdKind.FRN}),
        ),
    )
}


def kind_of(code: str) -> Kind:
    """Raises Refusal certificates.no_kind."""
    if code not in KINDS:
        raise Refusal("certificates.no_kind", codes=", ".join(KINDS))
    return KINDS[code]
