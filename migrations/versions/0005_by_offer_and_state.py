"""Versions are found by offer and state together. An index of the state alone led SQLite, which thinks of every index as
choosing a few rows, through all listed versions to find twenty."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_index("ix_version_offer_id_state", "version", ["offer_id", "state"])
    op.drop_index("ix_version_state", "version")


def downgrade() -> None:
    """Go down again."""
    op.create_index("ix_version_state", "version", ["state"])
    op.drop_index("ix_version_offer_id_state", "version")
