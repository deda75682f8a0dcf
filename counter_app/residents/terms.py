"""The words under which a resident is found; what the search index holds."""

from datetime import date
from functools import lru_cache

from counter_app.residents import names


def terms(name_roman: str, name_original: str, name_hangul: str, birth: date, centre: str) -> str:
    """All words of a resident's entry, parted by spaces.

    Roman words singly and every run of them joined; the Hangul name and its initials from each
    syllable on (so that given names are found), birth year, YYMMDD and YYYYMMDD, the centre.
    """
    born = birth.isoformat().replace("-", "")
    found = (born[:4], born[2:], born, centre_term(centre))
    return " ".join((*found, *_of_name(name_roman, name_original, name_hangul)))


@lru_cache(8192)
def _of_name(name_roman: str, name_original: str, name_hangul: str) -> tuple[str, ...]:
    """Kept, as many residents share a name."""
    found: list[str] = []
    for words in dict.fromkeys((names.words(name_roman), names.words(name_original))):
        found += words
        found += (
            joined_term("".join(words[start:end]))
            for start in range(len(words))
            for end in range(start + 2, len(words) + 1)
        )
    hangul = names.standard_hangul(name_hangul, "")
    for text in (hangul, names.initials(hangul)):
        found += (text[start:] for start in range(max(len(text) - 1, min(len(text), 1))))
    return tuple(dict.fromkeys(found))


def joined_term(text: str) -> str:
    """Kept apart from plain words, or each of them would lengthen the list of its first word."""
    return f"¤{text}"


def centre_term(centre: str) -> str:
    return f"§{centre}"
