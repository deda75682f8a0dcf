"""the queue's facts go to the district: numbered without a gap, by whichever PC is at it"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE outbox ADD COLUMN schema_v integer, ADD COLUMN base_ver integer")
    _number()
    op.execute(
        """
CREATE TABLE queue_upload (
    id integer PRIMARY KEY CHECK (id = 1),
    store varchar(36) NOT NULL, mark varchar NOT NULL DEFAULT '',
    settled integer NOT NULL DEFAULT 0, previous varchar(64) NOT NULL DEFAULT '', batch varchar,
    holder varchar(36) NOT NULL DEFAULT '', pc varchar(80) NOT NULL DEFAULT '',
    until timestamptz NOT NULL DEFAULT '-infinity')
"""
    )
    op.execute("INSERT INTO queue_upload (id, store) VALUES (1, gen_random_uuid())")


def _number() -> None:
    """A sequence leaves gaps where an act was rolled back; the audit chain, of which each act adds
    one row while all others wait, has none. No fact has left the store yet."""
    op.execute(
        "UPDATE outbox SET op_seq = -numbered.seq FROM (SELECT op_seq AS was,"
        " (SELECT seq FROM audit_head) - count(*) OVER () + row_number() OVER (ORDER BY op_seq)"
        " AS seq FROM outbox) AS numbered WHERE outbox.op_seq = numbered.was"
    )
    op.execute("UPDATE outbox SET op_seq = -op_seq")
    op.execute("ALTER TABLE outbox ALTER COLUMN op_seq DROP DEFAULT")
    op.execute("DROP SEQUENCE IF EXISTS outbox_op_seq_seq")
    op.execute(
        """
CREATE OR REPLACE FUNCTION end_act(
    middle text, at timestamptz, clerk text, seat int, terminal text, action text, subject text,
    detail text, call text, ticket int, day date, number text, category text, language text,
    calls int, called_at timestamptz, op_id text, kind text, payload text, happened timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    head audit_head%ROWTYPE;
    own text;
BEGIN
    SELECT * INTO head FROM audit_head WHERE id = 1 FOR UPDATE;
    own := encode(sha256(convert_to(
        '[' || head.seq + 1 || ', ' || middle || ', "' || head.hash || '"]', 'UTF8')), 'hex');
    INSERT INTO audit VALUES (
        head.seq + 1, at, clerk, seat, terminal, action, subject, detail, head.hash, own);
    UPDATE audit_head SET seq = head.seq + 1, hash = own WHERE id = 1;
    INSERT INTO outbox (op_seq, op_id, kind, payload, at)
    VALUES (head.seq + 1, op_id, kind, payload, happened);
    IF call IS NOT NULL THEN
        INSERT INTO announcement VALUES (
            (SELECT coalesce(max(a.id), 0) + 1 FROM announcement AS a),
            call, ticket, day, number, category, language, calls, called_at);
    END IF;
END$$
"""
    )
