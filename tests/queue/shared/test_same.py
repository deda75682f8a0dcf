"""Everything the queue promises on one PC, it keeps on a store that several share."""

from tests.queue.test_tickets import *  # noqa: F403
