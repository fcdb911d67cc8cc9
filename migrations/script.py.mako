"""${message}

The rules, where the hand writes:
- The file is numbered (0007_what_it_does.py); HEAD beside this folder's template names the last one, so that two branches collide
  in version control and not in service.
- Two releases run at once during a deploy: add first, remove in a later release.
- No lock longer than a moment: no rewrite of a large table in one statement.
- Write the downgrade, or say here why there is none; data survives up, down and up.
- Both databases: JSON as sa.JSON().with_variant(postgresql.JSONB(), "postgresql"); SQLite alters by batch_alter_table.
- SQL is frozen here: import nothing from the domains.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Go down again."""
    ${downgrades if downgrades else "pass"}
