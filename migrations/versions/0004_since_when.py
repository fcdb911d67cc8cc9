"""Since when a lease is held, so that whoever must wait for it can be told."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up; who holds a lease of the release before did not say since when."""
    op.add_column("lease", sa.Column("since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go down again; a lease lasts seconds."""
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.drop_column("since")
