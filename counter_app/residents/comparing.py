"""Whether who was found is whom the text describes: a passport's lines, or a number."""

from counter_app.residents import names
from counter_app.residents.asked import Kind, Query
from counter_app.residents.search import Match


def differing(query: Query, match: Match) -> str | None:
    """What to tell the clerk, a code of words; None where nothing differs or can be compared.

    A name may have words fewer or more than the record; a passport leaves out what it has no room
    for.
    """
    if match.matched == "former_number":
        return "residents.former_number"
    if match.matched == "typo" and (query.number or query.nearly or query.passport):
        return "residents.number_nearly"
    resident = match.resident
    if query.kind is not Kind.MRZ:
        return None
    read, known = set(query.words), set(names.words(resident.name_roman))
    other = {
        "name": bool(read) and not (read <= known or known <= read),
        "birth": bool(query.born) and resident.birth_date not in query.born,
        "sex": bool(query.sex) and resident.sex != query.sex,
    }
    differences = [fact for fact, differs in other.items() if differs]
    if not differences:
        return None
    return f"residents.mrz_other_{differences[0] if len(differences) == 1 else 'facts'}"
