"""A sheet as text, and one to give."""

from io import BytesIO

from pypdfium2 import PdfDocument

from counter_app.alone import LOCK
from counter_app.main import Counter
from counter_app.matters.views import MatterView
from counter_app.privacy.actor import Actor
from tests.asking import NewAction
from tests.matters.desk import somebody


def guided(counter: Counter, clerk: Actor, action: NewAction, language: str) -> MatterView:
    told = {"status": "F-6"}
    return counter.matters.start(
        clerk, "status-guidance", somebody(counter), told, action_id=action(), language=language
    )


def text_of(pdf: bytes) -> str:
    with LOCK, PdfDocument(BytesIO(pdf)) as document:
        found = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(found.split())
