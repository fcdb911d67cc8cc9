"""Examining in rooms of its own: reviews, findings, remarks, interests, flags; proposals, appeals, reports; and what a
decision says beyond: of single criteria, verdicts taken over, a second person, an amendment's draw. Going down loses
nothing: tables with rows stay where they are, unknown to the older release, and what decisions hold waits beside
them, because the ledger binds it. Going up takes it back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = {"said": JSON, "inherited": JSON, "amendment": JSON, "second_ref": sa.String(length=64)}
ASIDE = "decision_aside"  # what an older release cannot hold of decisions
EXAMINED_NOW = sa.text("state in ('submitted', 'in-review', 'asked')")
CHANGE_SQLITE = "CREATE TRIGGER decision_update BEFORE UPDATE ON decision WHEN NOT (NEW.basis IS NULL AND NEW.reasons IS NULL AND NEW.conditions IS NULL AND NEW.said IS NULL AND NEW.text_salt IS NULL AND NEW.number IS OLD.number AND NEW.kind IS OLD.kind AND NEW.subject_code IS OLD.subject_code AND NEW.provider_code IS OLD.provider_code AND NEW.version_number IS OLD.version_number AND NEW.action IS OLD.action AND NEW.from_state IS OLD.from_state AND NEW.to_state IS OLD.to_state AND NEW.review_by IS OLD.review_by AND NEW.criteria IS OLD.criteria AND NEW.concerns IS OLD.concerns AND NEW.rule_version IS OLD.rule_version AND NEW.role IS OLD.role AND NEW.person_ref IS OLD.person_ref AND NEW.content_sha256 IS OLD.content_sha256 AND NEW.examined IS OLD.examined AND NEW.listed_at IS OLD.listed_at AND NEW.at IS OLD.at AND NEW.seal_salt IS OLD.seal_salt AND NEW.text_sha256 IS OLD.text_sha256 AND NEW.second_ref IS OLD.second_ref AND NEW.inherited IS OLD.inherited AND NEW.amendment IS OLD.amendment AND EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number)) BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END"
CHANGE_POSTGRESQL = "CREATE OR REPLACE FUNCTION decision_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF NEW.basis IS NULL AND NEW.reasons IS NULL AND NEW.conditions IS NULL AND NEW.said IS NULL AND NEW.text_salt IS NULL AND NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.kind IS NOT DISTINCT FROM OLD.kind AND NEW.subject_code IS NOT DISTINCT FROM OLD.subject_code AND NEW.provider_code IS NOT DISTINCT FROM OLD.provider_code AND NEW.version_number IS NOT DISTINCT FROM OLD.version_number AND NEW.action IS NOT DISTINCT FROM OLD.action AND NEW.from_state IS NOT DISTINCT FROM OLD.from_state AND NEW.to_state IS NOT DISTINCT FROM OLD.to_state AND NEW.review_by IS NOT DISTINCT FROM OLD.review_by AND NEW.criteria IS NOT DISTINCT FROM OLD.criteria AND NEW.concerns IS NOT DISTINCT FROM OLD.concerns AND NEW.rule_version IS NOT DISTINCT FROM OLD.rule_version AND NEW.role IS NOT DISTINCT FROM OLD.role AND NEW.person_ref IS NOT DISTINCT FROM OLD.person_ref AND NEW.content_sha256 IS NOT DISTINCT FROM OLD.content_sha256 AND NEW.examined IS NOT DISTINCT FROM OLD.examined AND NEW.listed_at IS NOT DISTINCT FROM OLD.listed_at AND NEW.at IS NOT DISTINCT FROM OLD.at AND NEW.seal_salt IS NOT DISTINCT FROM OLD.seal_salt AND NEW.text_sha256 IS NOT DISTINCT FROM OLD.text_sha256 AND NEW.second_ref IS NOT DISTINCT FROM OLD.second_ref AND NEW.inherited IS NOT DISTINCT FROM OLD.inherited AND NEW.amendment IS NOT DISTINCT FROM OLD.amendment AND EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number) THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION USING MESSAGE = 'decision is append-only', ERRCODE = 'restrict_violation'; END $$"
FORMER_SQLITE = "CREATE TRIGGER decision_update BEFORE UPDATE ON decision WHEN NOT (NEW.basis IS NULL AND NEW.reasons IS NULL AND NEW.conditions IS NULL AND NEW.text_salt IS NULL AND NEW.number IS OLD.number AND NEW.kind IS OLD.kind AND NEW.subject_code IS OLD.subject_code AND NEW.provider_code IS OLD.provider_code AND NEW.version_number IS OLD.version_number AND NEW.action IS OLD.action AND NEW.from_state IS OLD.from_state AND NEW.to_state IS OLD.to_state AND NEW.review_by IS OLD.review_by AND NEW.criteria IS OLD.criteria AND NEW.concerns IS OLD.concerns AND NEW.rule_version IS OLD.rule_version AND NEW.role IS OLD.role AND NEW.person_ref IS OLD.person_ref AND NEW.content_sha256 IS OLD.content_sha256 AND NEW.examined IS OLD.examined AND NEW.listed_at IS OLD.listed_at AND NEW.at IS OLD.at AND NEW.seal_salt IS OLD.seal_salt AND NEW.text_sha256 IS OLD.text_sha256 AND EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number)) BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END"
FORMER_POSTGRESQL = "CREATE OR REPLACE FUNCTION decision_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF NEW.basis IS NULL AND NEW.reasons IS NULL AND NEW.conditions IS NULL AND NEW.text_salt IS NULL AND NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.kind IS NOT DISTINCT FROM OLD.kind AND NEW.subject_code IS NOT DISTINCT FROM OLD.subject_code AND NEW.provider_code IS NOT DISTINCT FROM OLD.provider_code AND NEW.version_number IS NOT DISTINCT FROM OLD.version_number AND NEW.action IS NOT DISTINCT FROM OLD.action AND NEW.from_state IS NOT DISTINCT FROM OLD.from_state AND NEW.to_state IS NOT DISTINCT FROM OLD.to_state AND NEW.review_by IS NOT DISTINCT FROM OLD.review_by AND NEW.criteria IS NOT DISTINCT FROM OLD.criteria AND NEW.concerns IS NOT DISTINCT FROM OLD.concerns AND NEW.rule_version IS NOT DISTINCT FROM OLD.rule_version AND NEW.role IS NOT DISTINCT FROM OLD.role AND NEW.person_ref IS NOT DISTINCT FROM OLD.person_ref AND NEW.content_sha256 IS NOT DISTINCT FROM OLD.content_sha256 AND NEW.examined IS NOT DISTINCT FROM OLD.examined AND NEW.listed_at IS NOT DISTINCT FROM OLD.listed_at AND NEW.at IS NOT DISTINCT FROM OLD.at AND NEW.seal_salt IS NOT DISTINCT FROM OLD.seal_salt AND NEW.text_sha256 IS NOT DISTINCT FROM OLD.text_sha256 AND EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number) THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION USING MESSAGE = 'decision is append-only', ERRCODE = 'restrict_violation'; END $$"


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reviewer_ref", sa.String(length=64), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("decision", NUMBER, nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('first', 'change', 'recheck', 'blind')", name=op.f("ck_review_kind")),
        sa.ForeignKeyConstraint(["decision"], ["decision.number"], name=op.f("fk_review_decision_decision")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_review_offer_id_offer")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_review_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(
            "ix_review_open_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )
        batch_op.create_index(
            "ix_review_open_reviewer",
            ["reviewer_ref"],
            unique=False,
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )
        batch_op.create_index(batch_op.f("ix_review_version_id"), ["version_id"], unique=False)
        batch_op.create_index(
            "uq_review_open",
            ["version_id"],
            unique=True,
            sqlite_where=sa.text("closed_at is null and kind <> 'blind'"),
            postgresql_where=sa.text("closed_at is null and kind <> 'blind'"),
        )


def _finding() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("inherited_from", NUMBER, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict in ('met', 'not-met', 'not-applicable', 'ask')", name=op.f("ck_finding_verdict")),
        sa.ForeignKeyConstraint(
            ["inherited_from"], ["decision.number"], name=op.f("fk_finding_inherited_from_decision")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_finding_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("review_id", "criterion", name="uq_finding_criterion"),
    )


def _remark() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=True),
        sa.Column("field", sa.String(length=120), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_remark_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_review_id"), ["review_id"], unique=False)


def _interest() -> None:
    op.create_table(
        "interest",
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("person_ref", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_interest_provider_id_provider")),
        sa.PrimaryKeyConstraint("provider_id", "person_ref", name=op.f("pk_interest")),
    )


def _flag() -> None:
    op.create_table(
        "flag",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "name in ('price-outlier', 'near-duplicate', 'digital-share', 'complaint', 'first-offer', 'price-rise', 'new-host')",
            name=op.f("ck_flag_name"),
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_flag_offer_id_offer")),
        sa.PrimaryKeyConstraint("offer_id", "name", name=op.f("pk_flag")),
    )


def _proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject_code", sa.String(length=20), nullable=False),
        sa.Column("provider_code", sa.String(length=20), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("ruling", JSON, nullable=False),
        sa.Column("concerns", NUMBER, nullable=True),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("by_ref", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("decision", NUMBER, nullable=True),
        sa.CheckConstraint(
            "action in ('refuse', 'suspend', 'close', 'uphold', 'dismiss', 'redact')", name=op.f("ck_proposal_action")
        ),
        sa.CheckConstraint("kind in ('provider', 'offer')", name=op.f("ck_proposal_kind")),
        sa.ForeignKeyConstraint(["concerns"], ["decision.number"], name=op.f("fk_proposal_concerns_decision")),
        sa.ForeignKeyConstraint(["decision"], ["decision.number"], name=op.f("fk_proposal_decision_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_subject_code"), ["subject_code"], unique=False)
        batch_op.create_index(
            "uq_proposal_open",
            ["subject_code"],
            unique=True,
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )


def _appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("against", NUMBER, nullable=False),
        sa.Column("offer_code", sa.String(length=20), nullable=False),
        sa.Column("provider_code", sa.String(length=20), nullable=False),
        sa.Column("grounds", JSON, nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("by_ref", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hearer_ref", sa.String(length=64), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("ruling", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["against"], ["decision.number"], name=op.f("fk_appeal_against_decision")),
        sa.ForeignKeyConstraint(["ruling"], ["decision.number"], name=op.f("fk_appeal_ruling_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("against", name=op.f("uq_appeal_against")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_offer_code"), ["offer_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeal_provider_code"), ["provider_code"], unique=False)
        batch_op.create_index(
            "uq_appeal_open",
            ["offer_code"],
            unique=True,
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "reason in ('wrong', 'not-as-described', 'enrolment', 'price', 'access', 'unfair', 'over', 'other')",
            name=op.f("ck_report_reason"),
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_report_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("reference", name=op.f("uq_report_reference")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(
            "ix_report_open",
            ["at"],
            unique=False,
            sqlite_where=sa.text("closed_at is null"),
            postgresql_where=sa.text("closed_at is null"),
        )


TABLES = {
    "review": _review,
    "finding": _finding,
    "remark": _remark,
    "interest": _interest,
    "flag": _flag,
    "proposal": _proposal,
    "appeal": _appeal,
    "report": _report,
}


def upgrade() -> None:
    """Go up."""
    there = set(sa.inspect(op.get_bind()).get_table_names())
    for name, kind in COLUMNS.items():
        op.add_column("decision", sa.Column(name, kind, nullable=True))
    _unguard()
    if ASIDE in there:
        for name in COLUMNS:
            value = f"(SELECT {name} FROM {ASIDE} WHERE {ASIDE}.number = decision.number)"  # noqa: S608 - names of ours
            op.execute(f"UPDATE decision SET {name} = {value} WHERE number IN (SELECT number FROM {ASIDE})")  # noqa: S608 - names of ours
        op.drop_table(ASIDE)
    _guard(CHANGE_SQLITE, CHANGE_POSTGRESQL)
    op.create_index(
        "ix_version_examined_now",
        "version",
        ["submitted_at"],
        sqlite_where=EXAMINED_NOW,
        postgresql_where=EXAMINED_NOW,
    )
    for name, create in TABLES.items():
        if name not in there:
            create()


def downgrade() -> None:
    """Go down again; rows stay."""
    connection = op.get_bind()
    for name in reversed(TABLES):
        if connection.execute(sa.text(f"SELECT 1 FROM {name} LIMIT 1")).first() is None:  # noqa: S608 - names of ours
            _drop(name)
    op.drop_index("ix_version_examined_now", "version")
    says = " OR ".join(f"{name} IS NOT NULL" for name in COLUMNS)
    _unguard()
    if connection.execute(sa.text(f"SELECT 1 FROM decision WHERE {says} LIMIT 1")).first():  # noqa: S608 - names of ours
        kept = [sa.Column(name, kind) for name, kind in COLUMNS.items()]
        op.create_table(ASIDE, sa.Column("number", NUMBER, primary_key=True, autoincrement=False), *kept)
        names = ", ".join(("number", *COLUMNS))
        op.execute(f"INSERT INTO {ASIDE} ({names}) SELECT {names} FROM decision WHERE {says}")  # noqa: S608 - names of ours
    for name in reversed(COLUMNS):
        op.drop_column("decision", name)
    _guard(FORMER_SQLITE, FORMER_POSTGRESQL)


def _unguard() -> None:
    """Let decisions be changed for a moment, inside this migration's transaction."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE decision DISABLE TRIGGER decision_change")
    else:
        op.execute("DROP TRIGGER decision_update")


def _guard(sqlite: str, postgresql: str) -> None:
    """Guard them again, all columns there are."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(postgresql)
        op.execute("ALTER TABLE decision ENABLE TRIGGER decision_change")
    else:
        op.execute(sqlite)


def _drop(name: str) -> None:
    """Drop it unless another one that stays points to it."""
    others = [each for each in sa.inspect(op.get_bind()).get_table_names() if each != name]
    keys = [key for each in others for key in sa.inspect(op.get_bind()).get_foreign_keys(each)]
    if not any(key["referred_table"] == name for key in keys):
        op.drop_table(name)
