"""Which centre takes a report about an address: told by the table, else chosen by the clerk."""

from datetime import date

from counter_app.errors import Refusal
from counter_app.residents import codes
from counter_app.residents.centres import beyond, of_address
from counter_app.words import Twice


def centre_of(address: str, said: str, own: str, on: date) -> str:
    """The 행정동 code of the centre in charge. `said`: as the clerk has settled it where the table
    leaves several or none, "" if not; `own`: this centre.

    Raises Refusal matters.which_centre, .no_centre, .beyond: the table does not go so far.
    """
    found = of_address(address, on)
    if said and said not in codes.centres():
        raise Refusal("matters.no_centre", centre=said[:20])
    if len(found) == 1:
        return found[0]
    if not found and (area := beyond(address)):
        raise Refusal("matters.beyond", area=area)
    if said and (said in found or not found):
        return said
    names = [codes.centre_name(code) for code in found or (own,)]
    ko, en = (
        ", ".join(
            f"{name.said(language)} {code}"
            for name, code in zip(names, found or (own,), strict=True)
        )
        for language in ("ko", "en")
    )
    raise Refusal("matters.which_centre", centres=Twice(ko, ko, en))
