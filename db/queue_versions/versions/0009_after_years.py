"""an act costs the same after years: the next of a lane by its index, and that index kept short"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _tidy()
    _call()


def _tidy() -> None:
    """Who was called leaves an entry in ix_ticket_lane before those of all who wait, until a vacuum;
    one comes by itself only after a fifth of all tickets, and then leaves so few alone."""
    op.execute(
        "ALTER TABLE ticket SET (autovacuum_vacuum_scale_factor = 0,"
        " autovacuum_vacuum_threshold = 1000, vacuum_index_cleanup = on)"
    )


def _call() -> None:
    """As before, but the lane is a range: then the order of arrival is that of ix_ticket_lane alone.
    Where nearly all wait PostgreSQL would else go by pk_ticket, through all who ever came."""
    op.execute(
        """
CREATE OR REPLACE PROCEDURE make_call(
    place text, seat int, at timestamptz, who text, terminal text, began text, act text,
    why_called text, called_changes text, turn_before int, turn_after int,
    ended int, ended_version int, ended_number text, ended_changes text, op_id text,
    INOUT made text
) LANGUAGE plpgsql AS $$
DECLARE
    t ticket%ROWTYPE;
    said text;
    subject text;
    nothing text;
BEGIN
    nothing := set_config('synchronous_commit', 'off', true);
    IF ended IS NOT NULL THEN
        UPDATE ticket SET state = 'done', ended_at = at, version = version + 1
        WHERE id = ended AND version = ended_version;
        IF NOT FOUND THEN
            RAISE unique_violation;
        END IF;
    END IF;
    UPDATE ticket SET state = 'called', "window" = seat, recalls = 0, called_at = at,
        recalled_at = NULL, started_at = NULL, why = why_called, version = version + 1
    WHERE id = (SELECT id FROM ticket WHERE lane >= place AND lane <= place
        AND state = 'waiting' AND archived_at IS NULL
        ORDER BY lane, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING * INTO t;
    IF NOT FOUND THEN
        RAISE unique_violation;
    END IF;
    IF ended IS NULL THEN
        INSERT INTO ticket_event (action_id, ticket_id, move, state, version, at, "window", clerk,
            turn, changes)
        VALUES (act, t.id, 'call', 'called', t.version, at, seat, who, turn_before, called_changes);
    ELSE
        INSERT INTO ticket_event (action_id, ticket_id, move, state, version, at, "window", clerk,
            turn, changes)
        VALUES (act || '\\:finish', ended, 'finish', 'done', ended_version + 1, at, seat, who, NULL,
            ended_changes),
            (act, t.id, 'call', 'called', t.version, at, seat, who, turn_before, called_changes);
    END IF;
    IF turn_after <> turn_before THEN
        UPDATE desk SET turn = turn_after WHERE "window" = seat;
    END IF;
    subject := 'ticket:' || t.id;
    said := '{"day": "' || to_char(t.day, 'YYYY-MM-DD')
        || '", "finished": ' || coalesce(to_json(ended_number)::text, 'null')
        || ', "move": "call", "number": ' || to_json(t.number)
        || ', "state": "called", "window": ' || seat || '}';
    made := json_build_array(
        t.id, t.day, t.category, t.number, t.state, t.lane, t.language, t.interpreter, t.priority,
        t.tasks, t.note, t.for_window, t."window", t.why, t.taken_at, t.called_at, t.recalled_at,
        t.started_at, t.ended_at, t.archived_at, t.recalls, t.version, t.serial);
    nothing := end_act(
        began || ', "ticket.call", "' || subject || '", ' || to_json(said),
        at, who, seat, terminal, 'ticket.call', subject, said,
        'call', t.id, t.day, t.number, t.category, t.language, seat, at,
        op_id, 'ticket', said, at);
    COMMIT;
    nothing := make_safe();
END$$
"""
    )
