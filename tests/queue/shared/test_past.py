"""Records and estimates of a queue that several PCs share are those of a queue of one's own."""

from tests.queue.test_estimates import *  # noqa: F403
from tests.queue.test_record import *  # noqa: F403

del test_no_statement_reads_a_whole_table  # noqa: F821 - it reads SQLite's plans
del test_a_question_is_two_indexed_statements_however_long_the_day  # noqa: F821
