"""What a provider's sources said last of its own entry and of its places, so that a corrected value arrives and one that
people changed here is not overwritten by a source that says the same as before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "import_said",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_code", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=12), nullable=False),
        sa.Column("source_key", sa.String(length=300), nullable=False),
        sa.Column("said", JSON, nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("about in ('provider', 'place')", name=op.f("ck_import_said_about")),
        sa.ForeignKeyConstraint(["import_id"], ["import_.id"], name=op.f("fk_import_said_import_id_import_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_said")),
        sa.UniqueConstraint("provider_code", "about", "source_key", name=op.f("uq_import_said_thing")),
    )


def downgrade() -> None:
    """Go down again. What sources said is lost: the next import then compares with what the registry holds."""
    op.drop_table("import_said")
