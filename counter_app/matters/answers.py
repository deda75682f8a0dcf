"""What the visitor told, read and checked question by question."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from counter_app.errors import Refusal
from counter_app.matters.procedures import Procedure, Question
from counter_app.residents import codes
from counter_app.residents.digits import dialled
from counter_app.residents.keyboard import otherwise
from counter_app.residents.places import key_of, place_of
from counter_app.words import Coded

LONGEST = 200
_ROMAN = re.compile(r"[A-Z][A-Z'\- ]{0,118}")
_HANGUL = re.compile(r"[가-힣]{1,60}")
_PHONE = re.compile(r"\+?[0-9(][0-9 ().-]{6,19}")
_KOREAN = re.compile(r"02[0-9]{7,8}|0(?!2|50)[1-9][0-9]{8,9}|050[0-9]{8,9}|1[3-9][0-9]{6}")
"""Numbers as they are dialled in Korea: of an area, a mobile one, a personal one, of a firm."""
_ABROAD = re.compile(r"(?!82)[1-9][0-9]{6,14}")
"""Behind a +, at most the fifteen digits of E.164."""
_SEXES = {
    **dict.fromkeys(("m", "male", "남", "남자"), "M"),
    **dict.fromkeys(("f", "female", "여", "여자"), "F"),
}
_PASSPORT = re.compile(r"[A-Z0-9]{5,12}")


def _text(text: str, _today: date) -> str | None:
    return text


def _matching(pattern: re.Pattern[str]) -> Callable[[str, date], str | None]:
    return lambda text, _today: text if pattern.fullmatch(text) else None


def _name(text: str, _today: date) -> str | None:
    """In capitals without marks, as a passport's machine-readable lines have it."""
    plain = unicodedata.normalize("NFKD", text.replace("Đ", "D").replace("đ", "d"))
    roman = "".join(c for c in plain if not unicodedata.combining(c)).upper()
    return roman if _ROMAN.fullmatch(roman) else None


def _sex(text: str, _today: date) -> str | None:
    return _SEXES.get(text.casefold())


def _passport(text: str, _today: date) -> str | None:
    number = text.upper().replace(" ", "")
    return number if _PASSPORT.fullmatch(number) else None


def _phone(text: str, _today: date) -> str | None:
    if not _PHONE.fullmatch(text):
        return None
    number = dialled(text)
    shape = _ABROAD if text.startswith("+") and not number.startswith("0") else _KOREAN
    return text if shape.fullmatch(number) else None


def _day(text: str, today: date) -> str | None:
    """2026-11-16 in any usual punctuation."""
    digits = re.split(r"[-./\s년월일]+", text.strip(" ."))
    parts = [part for part in digits if part]
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        year, month, day = map(int, parts)
        return date(year, month, day).isoformat() if 1900 <= year <= today.year + 30 else None
    except ValueError:
        return None


def _status(text: str, _today: date) -> str | None:
    return codes.normalised_status(text)


def _nationality(text: str, _today: date) -> str | None:
    """A code, or the name in Korean or English."""
    wanted = text.casefold()
    for one in codes.nationalities().values():
        if wanted in (one.code.casefold(), one.ko.casefold(), one.en.casefold()):
            return one.code
    return None


def _address(text: str, _today: date) -> str | None:
    """As it stands, else as the same keys write it on the other keyboard."""
    return next((one for one in (text, otherwise(text)) if place_of(key_of(one)).street), None)


Reader = Callable[[str, date], str | None]
READ: Mapping[str, Reader] = {
    "text": _text,
    "name": _name,
    "hangul": _matching(_HANGUL),
    "passport": _passport,
    "sex": _sex,
    "phone": _phone,
    "past": _day,
    "ahead": _day,
    "coming": _day,
    "status": _status,
    "nationality": _nationality,
    "address": _address,
    "elsewhere": _address,
}
"""By the kind of question; None for what cannot be the answer."""
YEAR = timedelta(days=366)
LIMITS: Mapping[str, tuple[str, Callable[[date, date], bool]]] = {
    "past": ("matters.day_to_come", lambda day, today: day <= today),
    "ahead": ("matters.day_past", lambda day, today: day >= today),
    "coming": ("matters.day_far", lambda day, today: abs(day - today) <= YEAR),
}
"""Of days by the kind of question, with the code of the refusal."""


def coded(keys: Iterable[str]) -> Coded:
    """Keys of questions and papers, which a sentence says in words."""
    return Coded("matter_words", keys)


def read_answers(procedure: Procedure, told: Mapping[str, str], today: date) -> dict[str, str]:
    """What was told, as it is kept; answers to questions that are not asked are refused.

    Raises Refusal matters.not_asked, matters.answer_needed, matters.answer_wrong,
    matters.one_answer_needed, matters.day_to_come, .day_past, .day_far, residents.status_unknown.
    """
    known = {question.key for question in procedure.questions}
    if extra := sorted(told.keys() - known - {"centre"}):
        raise Refusal("matters.not_asked", key=extra[0][:40], keys=coded(sorted(known)))
    found = {
        q.key: _answer(q, told.get(q.key, ""), today, _key(procedure, q))
        for q in procedure.questions
    }
    if procedure.one_of and not any(found[key] for key in procedure.one_of):
        raise Refusal("matters.one_answer_needed", keys=coded(procedure.one_of))
    if told.get("centre"):
        found["centre"] = told["centre"]
    return {key: value for key, value in found.items() if value}


def _key(procedure: Procedure, question: Question) -> Coded:
    """A newcomer has no new address, but one."""
    first = procedure.newcomer and question.key == "address"
    return Coded("matters.newcomer", ["address"]) if first else coded([question.key])


def _answer(question: Question, told: str, today: date, key: Coded) -> str:
    text = " ".join(unicodedata.normalize("NFC", told).split())[: LONGEST + 1]
    if not text:
        if question.required:
            raise Refusal("matters.answer_needed", key=key)
        return ""
    if len(text) > LONGEST or not text.isprintable():
        raise Refusal("matters.answer_wrong", key=key)
    read = READ[question.kind](text, today)
    if read is None:
        raise Refusal("matters.answer_wrong", key=key)
    if question.kind in LIMITS:
        code, within = LIMITS[question.kind]
        if not within(date.fromisoformat(read), today):
            raise Refusal(code, key=key, day=read)
    return read
