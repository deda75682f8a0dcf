"""a call asks in one piece and is made in one piece: who is next is decided between the two"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
CREATE FUNCTION call_asks(seat int) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    desks json;
    present json;
    heads json;
BEGIN
    SELECT json_agg(json_build_array(
        state, reason, languages, serves, turn, pc, clerk_name, since))
    INTO desks FROM desk WHERE "window" = seat;
    SELECT json_agg(json_build_array(id, number, state, version))
    INTO present FROM ticket
    WHERE "window" = seat AND state IN ('called', 'serving') AND archived_at IS NULL;
    WITH RECURSIVE lanes(lane) AS (
        SELECT min(lane) FROM ticket WHERE state = 'waiting' AND archived_at IS NULL
        UNION ALL
        SELECT (SELECT min(t.lane) FROM ticket AS t WHERE t.lane > lanes.lane
            AND t.state = 'waiting' AND t.archived_at IS NULL)
        FROM lanes WHERE lanes.lane IS NOT NULL
    )
    SELECT json_agg(json_build_array(lanes.lane, h.id, h.taken_at, h.day))
    INTO heads FROM lanes CROSS JOIN LATERAL (
        SELECT id, taken_at, day FROM ticket AS t WHERE t.lane = lanes.lane
        AND t.state = 'waiting' AND t.archived_at IS NULL ORDER BY id LIMIT 1) AS h;
    RETURN json_build_array(
        coalesce(desks, '[]'), coalesce(present, '[]'), coalesce(heads, '[]'), queue_now());
END$$
"""
    )
    # unique_violation: somebody else was first, and nothing is changed. `began` is the JSON of the
    # audit row's beginning, from the moment to the terminal, as counter_app.privacy.audit hashes it.
    op.execute(
        """
CREATE FUNCTION make_call(
    place text, seat int, at timestamptz, who text, terminal text, began text, act text,
    why_called text, called_changes text, turn_before int, turn_after int,
    ended int, ended_version int, ended_number text, ended_changes text, op_id text
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    t ticket%ROWTYPE;
    said text;
    subject text;
BEGIN
    IF ended IS NOT NULL THEN
        UPDATE ticket SET state = 'done', ended_at = at, version = version + 1
        WHERE id = ended AND version = ended_version;
        IF NOT FOUND THEN
            RAISE unique_violation;
        END IF;
    END IF;
    UPDATE ticket SET state = 'called', "window" = seat, recalls = 0, called_at = at,
        recalled_at = NULL, started_at = NULL, why = why_called, version = version + 1
    WHERE id = (SELECT id FROM ticket WHERE lane = place AND state = 'waiting'
        AND archived_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
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
    PERFORM end_act(
        began || ', "ticket.call", "' || subject || '", ' || to_json(said),
        at, who, seat, terminal, 'ticket.call', subject, said,
        'call', t.id, t.day, t.number, t.category, t.language, seat, at,
        op_id, 'ticket', said, at);
    RETURN json_build_array(
        t.id, t.day, t.category, t.number, t.state, t.lane, t.language, t.interpreter, t.priority,
        t.tasks, t.note, t.for_window, t."window", t.why, t.taken_at, t.called_at, t.recalled_at,
        t.started_at, t.ended_at, t.archived_at, t.recalls, t.version, t.serial);
END$$
"""
    )
