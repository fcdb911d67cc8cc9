"""Addresses to enrol that are looked at before they are shown; why a case was assigned; criteria opened again."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
NOT_CLOSED = sa.text("closed_at is null")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "run_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("former", sa.Text(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.CheckConstraint("outcome in ('released', 'refused', 'over')", name=op.f("ck_run_hold_outcome")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_hold_run_id_run")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_run_hold_provider_id_provider")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_hold")),
    )
    op.create_index(op.f("ix_run_hold_run_id"), "run_hold", ["run_id"])
    op.create_index("ix_run_hold_provider_id_host", "run_hold", ["provider_id", "host"])
    op.create_index(
        "uq_run_hold_open", "run_hold", ["run_id"], unique=True, sqlite_where=NOT_CLOSED, postgresql_where=NOT_CLOSED
    )
    op.create_table(
        "reopening",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("inherited_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_reopening_review_id_review")),
        sa.ForeignKeyConstraint(
            ["inherited_from"], ["decision.number"], name=op.f("fk_reopening_inherited_from_decision")
        ),
        sa.PrimaryKeyConstraint("review_id", "criterion", name=op.f("pk_reopening")),
    )
    op.add_column("review", sa.Column("assigned_why", sa.Text(), nullable=True))


def downgrade() -> None:
    """Go down again. Addresses that were held are shown, as they were before there were holds."""
    op.drop_column("review", "assigned_why")
    op.drop_table("reopening")
    op.drop_table("run_hold")
