"""a fact is known by its place in the line: no act writes an index of the facts' ids any more"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint("uq_outbox_op_id", type_="unique")
