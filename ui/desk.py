"""A clerk's desk: the working screen and its panels, built on one session."""

from PySide6.QtWidgets import QWidget

from counter_app.main import Counter
from ui.backend import Backend
from ui.certificate import CertificatePanel
from ui.lookup import LookupPanel
from ui.notices import Notices
from ui.person import PersonPanel
from ui.session import Session
from ui.shell import WorkingScreen
from ui.sync_watch import SyncWatch


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
    certificate.left.connect(lookup.field.take_focus)
    screen = WorkingScreen(
        counter,
        backend,
        session,
        notices,
        lookup=lookup,
        person=PersonPanel(counter, backend, session, None),
        certificate=certificate,
        watch=watch,
        parent=parent,
    )
    screen.queue.left.connect(lookup.field.take_focus)
    return screen
