"""what a ticket says of its visitor may be emptied after ninety days, and nothing else ever"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("ticket_event", "announcement")


def upgrade() -> None:
    op.execute(
        """
CREATE FUNCTION emptied(changes text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (changes::jsonb || coalesce((
        SELECT jsonb_object_agg(key, value) FROM jsonb_each('{"note": "", "tasks": "[]",
            "language": "", "interpreter": false, "priority": null, "why": null,
            "lane": ""}'::jsonb)
        WHERE jsonb_exists(changes::jsonb, key)), '{}'))::text
$$
"""
    )
    op.execute(
        """
CREATE FUNCTION refuse_all_but_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    wanted jsonb := CASE TG_TABLE_NAME
        WHEN 'announcement' THEN '{"language": ""}'
        ELSE jsonb_build_object('reason', NULL, 'changes', emptied(before->>'changes')) END;
    day date := (SELECT t.day FROM ticket AS t WHERE t.id = OLD.ticket_id);
BEGIN
    IF to_jsonb(NEW) IS DISTINCT FROM before || wanted
        OR day >= (queue_now() AT TIME ZONE 'Asia/Seoul')::date - 90 THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END$$
"""
    )
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_only_emptied BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_all_but_emptying()"
        )
