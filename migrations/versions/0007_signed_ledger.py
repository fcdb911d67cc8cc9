"""Public keys that sign the ledger, and what the watch over it found last. Going down forgets both: the keys are made
known again at the next signing, the notes stay."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
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
    op.drop_table("ledger_key")
