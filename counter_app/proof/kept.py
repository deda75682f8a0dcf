"""What a file that is not as it was issued has otherwise than the document that is kept here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counter_app.proof.fields import forms_of, read_page
from counter_app.proof.payload import Signed
from counter_app.proof.verdict import Verdict
from counter_app.proof.verdicts import Answer


def beside_kept(answer: Answer, said: Signed, text: str, given: Sequence[str]) -> Answer:
    """`text` is the file's, `given` that of the document and of each of its reprints. The code
    holds numbers masked and long texts in part; the document has them whole. The same words prove
    nothing of what is shown."""
    altered = replace(answer, verdict=Verdict.ALTERED, reason="not_as_issued")
    if "".join(text.split()) in ("".join(kept.split()) for kept in given):
        return replace(altered, reason="saved_anew")
    stated, wanted = _read(text, said), _read(given[0], said)
    differing = tuple(n for n, value in wanted.items() if stated.get(n, "") != value)
    return replace(altered, differing=differing, printed=stated)


def _read(text: str, said: Signed) -> Mapping[int, str]:
    return read_page(text, said, forms_of(said.kind))
