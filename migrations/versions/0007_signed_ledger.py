"""Public keys that sign the ledger, and what the watch over it found last. Going down forgets what the watch found; keys
that signed stay, unknown to the older release: without them every note they signed would be nobody's."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    if not sa.inspect(op.get_bind()).has_table("ledger_key"):
        op.create_table(
            "ledger_key",
            sa.Column("verifier", sa.String(length=400), nullable=False),
            sa.Column("since", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("verifier", name=op.f("pk_ledger_key")),
        )
    op.create_table(
        "ledger_watch",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ledger_watch")),
    )


def downgrade() -> None:
    """Go down again."""
    op.drop_table("ledger_watch")
    if op.get_bind().execute(sa.text("SELECT 1 FROM ledger_key LIMIT 1")).first() is None:
        op.drop_table("ledger_key")
