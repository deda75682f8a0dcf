"""Acts in which somebody's data were looked at, or taken out: what the log of accesses consists of.

An act that is not in this table is no access; `audit.record` adds to one that is which fields it
showed and for which ticket.
"""

from dataclasses import dataclass

_LISTED = ("name", "birth_date", "nationality", "status", "masked_number", "masked_address")
_MASKED = (*_LISTED, "masked_passport", "dates", "household")
_UNMASKED = ("number", "passport", "addresses")
_PRINTED = ("name", "number", "addresses")


@dataclass(frozen=True, slots=True)
class Act:
    """`kind` is one of KINDS; `fields`: codes of what is shown or handed out by it."""

    kind: str
    fields: tuple[str, ...]
    own: bool = True
    """Whether it stands in the record of accesses that the person gets: a list of many does not, a
    search that showed them alone does."""


KINDS = ("search", "view", "unmask", "print", "export", "restrict")

ACTS = {
    "resident.searched": Act("search", _LISTED),
    "resident.due_listed": Act("search", ("name", "status", "masked_number"), own=False),
    "resident.viewed": Act("view", _MASKED),
    "resident.revealed": Act("unmask", _UNMASKED),
    "resident.restricted": Act("restrict", ("restriction",)),
    "resident.restriction_lifted": Act("restrict", ("restriction",)),
    "resident.accesses_given": Act("print", ("name", "masked_number", "accesses")),
    "certificate.prepared": Act("print", _PRINTED),
    "certificate.reprinted": Act("print", _PRINTED),
    "certificate.copied": Act("export", _PRINTED),
    "certificate.original_given": Act("export", _PRINTED),
    "matter.viewed": Act("view", ("name", "matter", "masked_passport", "masked_address")),
    "matter.offered": Act("view", ("status", "restriction")),
    "matter.revealed": Act("unmask", ("passport", "phone", "addresses")),
    "matter.paper_viewed": Act("view", ("papers",)),
    "matter.form": Act("print", _PRINTED),
    "matter.slip": Act("print", ("name",)),
    "matter.receipt": Act("print", ("name",)),
    "receipt.copied": Act("export", ("name",), own=False),
    "access.exported": Act("export", ("accesses",), own=False),
}
