"""Whether a paper is genuine: a file, a picture or the text of its code, without a network."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine
from sqlmodel import select

from counter_app.certificates.archive import Archive
from counter_app.clock import Clock
from counter_app.config import Office
from counter_app.errors import Refusal
from counter_app.proof import confirmation, held
from counter_app.proof.fields import forms_of, on_page, read_page
from counter_app.proof.payload import Signed
from counter_app.proof.qr_text import is_ours
from counter_app.proof.reading import codes_in, is_pdf, text_of
from counter_app.proof.trust import Trust
from counter_app.proof.verdict import Verdict
from counter_app.proof.verdicts import Answer, verify
from db.certificates import Certificate
from db.engine import reading
from db.proof import CertificateProof


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that was signed, by its number in fields.json, beside what the page says; None
    where no page was read. A cut text ends in "…"."""

    number: int
    signed: str
    printed: str | None
    same: bool


@dataclass(frozen=True, slots=True)
class Report:
    """`issue_number`: what the code or the bar code says, None without one."""

    answer: Answer
    issue_number: str | None
    compared: tuple[Compared, ...] = ()


class Verification:
    def __init__(self, engine: Engine, clock: Clock, office: Office, archive: Archive) -> None:
        self._engine = engine
        self._clock = clock
        self._office = office
        self._archive = archive

    def of_text(self, text: str) -> Report:
        """The text of a QR code, or a confirmation number. Raises Refusal proof.mistyped."""
        digits = "".join(text.split())
        if digits.isdigit() and digits.isascii():
            return self._numbered(digits)
        return _report(verify(text, self._trust(), self._clock.now()))

    def of_file(self, data: bytes) -> Report:
        """A PDF or an image of the paper. A PDF's own text is compared with what was signed, and
        the whole with what was issued here.

        Raises Refusal proof.not_readable, proof.too_large.
        """
        codes, pdf = codes_in(data), is_pdf(data)
        if pdf and not any(map(is_ours, codes)):
            return self._in_archive(data, bool(codes))
        text = text_of(data) if pdf else ""
        report = self._worst(codes, text)
        if text.strip() and report.issue_number:
            as_issued = self._archive.as_issued(report.issue_number, data)
            if as_issued and report.answer.reason == "differs":
                return self._worst(codes, "")  # read in another order than it was drawn in
            if as_issued is False and report.answer.verdict == Verdict.GENUINE:
                answer = replace(report.answer, verdict=Verdict.ALTERED, reason="not_as_issued")
                return replace(report, answer=answer)
        return report

    def _worst(self, codes: Sequence[str], text: str) -> Report:
        """The first that is not genuine, for a page with several codes of ours."""
        trust, ours = self._trust(), [code for code in codes if is_ours(code)]
        reports = [self._judged(code, text, trust) for code in ours or [*codes, None][:1]]
        bad = (report for report in reports if report.answer.verdict != Verdict.GENUINE)
        return next(bad, reports[0])

    def _judged(self, code: str | None, text: str, trust: Trust) -> Report:
        def page(said: Signed) -> dict[int, str]:
            return read_page(text, said, forms_of(said.kind))

        return _report(verify(code, trust, self._clock.now(), page))

    def _in_archive(self, pdf: bytes, other_code: bool) -> Report:
        """A PDF without a code of ours, as they were before there was one."""
        found = self._archive.verify(pdf)
        reasons = {
            Verdict.GENUINE: "in_archive",
            Verdict.ALTERED: "not_as_issued",
            Verdict.VOIDED: "voided",
            Verdict.NOT_OURS: "not_in_archive",
            Verdict.NO_CODE: "no_code",
        }
        if found.verdict == Verdict.NOT_OURS and self._archive.is_receipt(found.issue_number or ""):
            return Report(Answer(Verdict.NO_CODE, "is_receipt"), found.issue_number)
        if found.verdict == Verdict.NO_CODE and other_code:
            return Report(Answer(Verdict.NOT_OURS, "not_ours"), None)
        return Report(Answer(found.verdict, reasons[found.verdict]), found.issue_number)

    def _numbered(self, digits: str) -> Report:
        if not confirmation.is_number(digits):
            raise Refusal("proof.mistyped")
        with reading(self._engine) as session:
            row = session.exec(
                select(Certificate.issue_number, CertificateProof.voided_at)
                .join(CertificateProof)
                .where(CertificateProof.confirmation == digits)
            ).first()
        if row is None:
            return Report(Answer(Verdict.NOT_OURS, "not_in_archive"), None)
        number, voided_at = row
        verdict = Verdict.VOIDED if voided_at else Verdict.GENUINE
        return Report(Answer(verdict, "voided" if voided_at else "confirmed"), number)

    def _trust(self) -> Trust:
        with reading(self._engine) as session:
            return held.trusted(session, held.named(self._office), self._clock.now())


def _report(answer: Answer) -> Report:
    said = answer.signed
    if said is None:
        return Report(answer, None)
    compared = tuple(
        Compared(n, str(text), answer.printed.get(n), n not in answer.differing)
        for n, text in on_page(said).items()
    )
    return Report(answer, said.issue_number, compared)
