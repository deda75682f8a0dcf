"""acts share one wait for the disk: each lets go of the chain before it, and is answered after it"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _safe()
    _end()
    _call()
    _take()


def _safe() -> None:
    """What was committed before is safe once the transaction of this one is: on the disk, and on a
    standby where the server waits for one."""
    op.execute(
        "CREATE FUNCTION make_safe() RETURNS void LANGUAGE sql"
        " AS $$SELECT pg_logical_emit_message(true, 'queue', '')$$"
    )


def _end() -> None:
    """The line of those who end an act is a lock of its own: waiting for a row costs them twice,
    once for their place in front of it and once for the row. Whoever listens is told from here."""
    op.execute("DROP TRIGGER ticket_event_told ON ticket_event")
    op.execute(
        """
CREATE OR REPLACE FUNCTION end_act(
    middle text, at timestamptz, clerk text, seat int, terminal text, action text, subject text,
    detail text, call text, ticket int, day date, number text, category text, language text,
    calls int, called_at timestamptz, op_id text, kind text, payload text, happened timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    place int;
    before text;
    own text;
    nothing text;
BEGIN
    nothing := pg_notify('queue', '');
    nothing := pg_advisory_xact_lock(7161212);
    SELECT h.seq + 1, h.hash INTO place, before FROM audit_head AS h WHERE id = 1;
    own := encode(sha256(convert_to(
        '[' || place || ', ' || middle || ', "' || before || '"]', 'UTF8')), 'hex');
    WITH link AS (
        INSERT INTO audit VALUES (
            place, at, clerk, seat, terminal, action, subject, detail, before, own)
    ), fact AS (
        INSERT INTO outbox (op_seq, op_id, kind, payload, at)
        VALUES (place, op_id, kind, payload, happened)
    ), said AS (
        INSERT INTO announcement SELECT
            (SELECT coalesce(max(a.id), 0) + 1 FROM announcement AS a),
            call::call, ticket, day, number, category, language, calls, called_at
        WHERE call IS NOT NULL
    )
    UPDATE audit_head SET seq = place, hash = own WHERE id = 1;
END$$
"""
    )


def _call() -> None:
    """As before, but committed in between. unique_violation: somebody else was first, and nothing
    is changed. `began` is the JSON of the audit row's beginning, from the moment to the terminal,
    as counter_app.privacy.audit hashes it."""
    op.execute("DROP FUNCTION make_call")
    op.execute(
        """
CREATE PROCEDURE make_call(
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


def _take() -> None:
    """A number of a day that others have begun, by the server's clock, as counter_app.queue.making
    makes one. unique_violation: it is to be made step by step. `wished` are the changes of the
    first event and `said` what is left for others, both without number and serial."""
    op.execute(
        """
CREATE PROCEDURE make_take(
    of_day date, at timestamptz, series text, of_category text, first int, highest int,
    prefix text, place text, tongue text, interprets boolean, prior text, tasked text, noted text,
    wished text, seat int, who text, terminal text, began text, said text, act text, op_id text,
    INOUT made text
) LANGUAGE plpgsql AS $$
DECLARE
    given int;
    taken int;
    shown text;
    subject text;
    nothing text;
BEGIN
    nothing := set_config('synchronous_commit', 'off', true);
    IF of_day IS DISTINCT FROM (SELECT day FROM ticket ORDER BY id DESC LIMIT 1)
        OR of_day <> (queue_now() AT TIME ZONE 'Asia/Seoul')::date
        OR abs(extract(epoch FROM queue_now() - at)) > 600 THEN
        RAISE unique_violation;
    END IF;
    INSERT INTO serial AS s VALUES (series, first) ON CONFLICT ON CONSTRAINT pk_serial DO UPDATE
        SET last = CASE WHEN s.last < excluded.last THEN excluded.last ELSE s.last + 1 END
        RETURNING last INTO given;
    IF given > highest THEN
        RAISE unique_violation;
    END IF;
    shown := prefix || lpad(given::text, greatest(length(highest::text), length(given::text)), '0');
    INSERT INTO ticket (day, category, serial, number, state, lane, language, interpreter, priority,
        tasks, note, taken_at, recalls, version)
    VALUES (of_day, of_category, given, shown, 'waiting', place, tongue, interprets,
        prior::priority, tasked, noted, at, 0, 1)
    ON CONFLICT (day, number) DO NOTHING RETURNING id INTO taken;
    IF NOT FOUND THEN
        RAISE unique_violation;
    END IF;
    INSERT INTO ticket_event (action_id, ticket_id, move, state, version, at, "window", clerk,
        changes)
    VALUES (act, taken, 'take', 'waiting', 1, at, seat, who,
        replace(replace(wished, '"number": null', '"number": ' || to_json(shown)),
            '"serial": null', '"serial": ' || given));
    subject := 'ticket:' || taken;
    said := replace(said, '"number": null', '"number": ' || to_json(shown));
    made := json_build_array(taken, shown, given);
    nothing := end_act(
        began || ', "ticket.take", "' || subject || '", ' || to_json(said),
        at, coalesce(who, '-'), seat, terminal, 'ticket.take', subject, said,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, op_id, 'ticket', said, at);
    COMMIT;
    nothing := make_safe();
END$$
"""
    )
