"""Flags in words: the rule behind one, its ground in the law, what is to be done next."""

import re
from dataclasses import dataclass

from counter_app.residents import codes
from counter_app.residents.referrals import referrals
from counter_app.residents.views import Alert
from counter_app.words import Twice, catalogue, say

REFER = "refer"
"""The step of whose stay is over, whatever flag it is of."""
_ARTICLE = re.compile(
    r"(?P<law>.+?) 제(?P<article>\d+)조(?:의(?P<branch>\d+))?(?: 제(?P<clause>\d+)항)?(?: \(.*\))?"
)


@dataclass(frozen=True, slots=True)
class Explained:
    """Finished sentences, each without a heading."""

    rule: str
    ground: str
    step: str


def explained(alert: Alert, language: str) -> Explained:
    name = alert.code.rpartition(".")[2]
    rule = say(f"flags.rule.{name}", language, **alert.fields)
    if "by_law" in alert.fields:
        rule = f"{rule} {say('flags.by_law', language, **alert.fields)}"
    if duty := alert.fields.get("duty"):
        rule = say(f"flags.duty.text.{duty}", language)
    step = say(f"flags.step.{alert.step}", language)
    there = "" if alert.step == REFER else where(alert, language)
    if name == "stay_expired":
        there = say("flags.stay_expired_more", language, referrals=_referrals(language))
    return Explained(rule, ground(alert.ground, language), f"{step} {there}".strip())


def where(alert: Alert, language: str) -> str:
    """The centres a flag names, with address and telephone where one is certain; else empty."""
    found = alert.fields.get("codes")
    if not isinstance(found, tuple):
        return ""
    return " · ".join(
        filter(None, (codes.centre_names(found).said(language), contact(alert, language)))
    )


def _referrals(language: str) -> str:
    return " · ".join(f"{getattr(one, language)} {one.phone}" for one in referrals())


def contact(alert: Alert, language: str) -> str:
    """Address and telephone of the centre a flag names, as far as they are known."""
    parts = [alert.fields[key] for key in ("address", "phone") if alert.fields[key]]
    said = (one.said(language) if isinstance(one, Twice) else str(one) for one in parts)
    return " · ".join(said)


def ground(source: str, language: str) -> str:
    """`출입국관리법 제36조 제1항` as `Immigration Act, Article 36(1)`; what has no words stays."""
    words = catalogue(language)
    found = None if language == "ko" else _ARTICLE.fullmatch(source)
    law = words.get(f"flags.law.{found['law']}") if found else None
    if not found or law is None:
        return words.get(f"flags.source.{source}", source)
    branch = f"-{found['branch']}" if found["branch"] else ""
    clause = f"({found['clause']})" if found["clause"] else ""
    return f"{law}, Article {found['article']}{branch}{clause}"
