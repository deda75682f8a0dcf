"""Alembic's entry: runs on the connection that db.migrate_shared hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
