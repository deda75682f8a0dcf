"""A clerk's desk: the working screen and its panels, built on one session."""

from PySide6.QtWidgets import QWidget

from counter_app.main import Counter
from ui.base.backend import Backend
from ui.base.notices import Notices
from ui.base.session import Session
from ui.certificate.panel import CertificatePanel
from ui.frame.shell import WorkingScreen
from ui.person.lookup import LookupPanel
from ui.person.panel import PersonPanel
from ui.sync.watch import SyncWatch


def build(
    counter: Counter,
    backend: Backend,
    session: Session,
    notices: Notices,
    watch: SyncWatch,
    parent: QWidget,
) -> WorkingScreen:
    """The screen with its panels, in `parent`; nothing is loaded before it is opened."""
    lookup = LookupPanel(counter, backend, session, None)
    certificate = CertificatePanel(counter, backend, session, None)
    person = PersonPanel(counter, backend, session, None)
    certificate.left.connect(lookup.field.take_focus)
    lookup.listing.connect(person.show_listing)
    screen = WorkingScreen(
        counter,
        backend,
        session,
        notices,
        lookup=lookup,
        person=person,
        certificate=certificate,
        watch=watch,
        parent=parent,
    )
    screen.queue.left.connect(lookup.field.take_focus)
    return screen
