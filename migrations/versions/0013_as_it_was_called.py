"""What a provider was called when something was decided about it, and by which numbers it was known: words of the
decision, which its entry covers by their hash, and which go when its words are erased. Going down loses nothing: an
older release cannot hold them, so they wait beside."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ASIDE = "decision_named_aside"
CHANGE_SQLITE = "CREATE TRIGGER decision_update BEFORE UPDATE ON decision WHEN NOT (NEW.basis IS NULL AND NEW.reasons IS NULL AND NEW.conditions IS NULL AND NEW.said IS NULL AND NEW.named IS NULL AND NEW.text_salt IS NULL AND NEW.number IS OLD.number AND NEW.kind IS OLD.kind AND NEW.subject_code IS OLD.subject_code AND NEW.provider_code IS OLD.provider_code AND NEW.version_number IS OLD.version_number AND NEW.action IS OLD.action AND NEW.from_state IS OLD.from_state AND NEW.to_state IS OLD.to_state AND NEW.review_by IS OLD.review_by AND NEW.criteria IS OLD.criteria AND NEW.concerns IS OLD.concerns AND NEW.rule_version IS OLD.rule_version AND NEW.role IS OLD.role AND NEW.person_ref IS OLD.person_ref AND NEW.content_sha256 IS OLD.content_sha256 AND NEW.examined IS OLD.examined AND NEW.listed_at IS OLD.listed_at AND NEW.at IS OLD.at AND NEW.seal_salt IS OLD.seal_salt AND NEW.text_sha256 IS OLD.text_sha256 AND NEW.second_ref IS OLD.second_ref AND NEW.inherited IS OLD.inherited AND NEW.amendment IS OLD.amendment AND EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number)) BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END"
CHANGE_POSTGRESQL = "CREATE OR REPLACE FUNCTION decision_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF NEW.basis IS NULL AND NEW.reasons IS NULL AND NEW.conditions IS NULL AND NEW.said IS NULL AND NEW.named IS NULL AND NEW.text_salt IS NULL AND NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.kind IS NOT DISTINCT FROM OLD.kind AND NEW.subject_code IS NOT DISTINCT FROM OLD.subject_code AND NEW.provider_code IS NOT DISTINCT FROM OLD.provider_code AND NEW.version_number IS NOT DISTINCT FROM OLD.version_number AND NEW.action IS NOT DISTINCT FROM OLD.action AND NEW.from_state IS NOT DISTINCT FROM OLD.from_state AND NEW.to_state IS NOT DISTINCT FROM OLD.to_state AND NEW.review_by IS NOT DISTINCT FROM OLD.review_by AND NEW.criteria IS NOT DISTINCT FROM OLD.criteria AND NEW.concerns IS NOT DISTINCT FROM OLD.concerns AND NEW.rule_version IS NOT DISTINCT FROM OLD.rule_version AND NEW.role IS NOT DISTINCT FROM OLD.role AND NEW.person_ref IS NOT DISTINCT FROM OLD.person_ref AND NEW.content_sha256 IS NOT DISTINCT FROM OLD.content_sha256 AND NEW.examined IS NOT DISTINCT FROM OLD.examined AND NEW.listed_at IS NOT DISTINCT FROM OLD.listed_at AND NEW.at IS NOT DISTINCT FROM OLD.at AND NEW.seal_salt IS NOT DISTINCT FROM OLD.seal_salt AND NEW.text_sha256 IS NOT DISTINCT FROM OLD.text_sha256 AND NEW.second_ref IS NOT DISTINCT FROM OLD.second_ref AND NEW.inherited IS NOT DISTINCT FROM OLD.inherited AND NEW.amendment IS NOT DISTINCT FROM OLD.amendment AND EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number) THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION USING MESSAGE = 'decision is append-only', ERRCODE = 'restrict_violation'; END $$"
FORMER_SQLITE = "CREATE TRIGGER decision_update BEFORE UPDATE ON decision WHEN NOT (NEW.basis IS NULL AND NEW.reasons IS NULL AND NEW.conditions IS NULL AND NEW.said IS NULL AND NEW.text_salt IS NULL AND NEW.number IS OLD.number AND NEW.kind IS OLD.kind AND NEW.subject_code IS OLD.subject_code AND NEW.provider_code IS OLD.provider_code AND NEW.version_number IS OLD.version_number AND NEW.action IS OLD.action AND NEW.from_state IS OLD.from_state AND NEW.to_state IS OLD.to_state AND NEW.review_by IS OLD.review_by AND NEW.criteria IS OLD.criteria AND NEW.concerns IS OLD.concerns AND NEW.rule_version IS OLD.rule_version AND NEW.role IS OLD.role AND NEW.person_ref IS OLD.person_ref AND NEW.content_sha256 IS OLD.content_sha256 AND NEW.examined IS OLD.examined AND NEW.listed_at IS OLD.listed_at AND NEW.at IS OLD.at AND NEW.seal_salt IS OLD.seal_salt AND NEW.text_sha256 IS OLD.text_sha256 AND NEW.second_ref IS OLD.second_ref AND NEW.inherited IS OLD.inherited AND NEW.amendment IS OLD.amendment AND EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number)) BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END"
FORMER_POSTGRESQL = "CREATE OR REPLACE FUNCTION decision_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF NEW.basis IS NULL AND NEW.reasons IS NULL AND NEW.conditions IS NULL AND NEW.said IS NULL AND NEW.text_salt IS NULL AND NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.kind IS NOT DISTINCT FROM OLD.kind AND NEW.subject_code IS NOT DISTINCT FROM OLD.subject_code AND NEW.provider_code IS NOT DISTINCT FROM OLD.provider_code AND NEW.version_number IS NOT DISTINCT FROM OLD.version_number AND NEW.action IS NOT DISTINCT FROM OLD.action AND NEW.from_state IS NOT DISTINCT FROM OLD.from_state AND NEW.to_state IS NOT DISTINCT FROM OLD.to_state AND NEW.review_by IS NOT DISTINCT FROM OLD.review_by AND NEW.criteria IS NOT DISTINCT FROM OLD.criteria AND NEW.concerns IS NOT DISTINCT FROM OLD.concerns AND NEW.rule_version IS NOT DISTINCT FROM OLD.rule_version AND NEW.role IS NOT DISTINCT FROM OLD.role AND NEW.person_ref IS NOT DISTINCT FROM OLD.person_ref AND NEW.content_sha256 IS NOT DISTINCT FROM OLD.content_sha256 AND NEW.examined IS NOT DISTINCT FROM OLD.examined AND NEW.listed_at IS NOT DISTINCT FROM OLD.listed_at AND NEW.at IS NOT DISTINCT FROM OLD.at AND NEW.seal_salt IS NOT DISTINCT FROM OLD.seal_salt AND NEW.text_sha256 IS NOT DISTINCT FROM OLD.text_sha256 AND NEW.second_ref IS NOT DISTINCT FROM OLD.second_ref AND NEW.inherited IS NOT DISTINCT FROM OLD.inherited AND NEW.amendment IS NOT DISTINCT FROM OLD.amendment AND EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number) THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION USING MESSAGE = 'decision is append-only', ERRCODE = 'restrict_violation'; END $$"


def upgrade() -> None:
    """Go up. What waits beside comes back, but for decisions whose words were erased meanwhile."""
    op.add_column("decision", sa.Column("named", JSON, nullable=True))
    _unguard()
    if ASIDE in sa.inspect(op.get_bind()).get_table_names():
        value = f"(SELECT named FROM {ASIDE} WHERE {ASIDE}.number = decision.number)"  # noqa: S608 - names of ours
        kept = f"text_salt IS NOT NULL AND number IN (SELECT number FROM {ASIDE})"  # noqa: S608 - names of ours
        op.execute(f"UPDATE decision SET named = {value} WHERE {kept}")  # noqa: S608 - names of ours
        op.drop_table(ASIDE)
    _guard(CHANGE_SQLITE, CHANGE_POSTGRESQL)


def downgrade() -> None:
    """Go down again; what was noted waits beside."""
    _unguard()
    if op.get_bind().execute(sa.text("SELECT 1 FROM decision WHERE named IS NOT NULL LIMIT 1")).first():
        number = sa.Column("number", NUMBER, primary_key=True, autoincrement=False)
        op.create_table(ASIDE, number, sa.Column("named", JSON))
        op.execute(f"INSERT INTO {ASIDE} (number, named) SELECT number, named FROM decision WHERE named IS NOT NULL")  # noqa: S608 - names of ours
    op.drop_column("decision", "named")
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
