"""The triggers that make ledger and decisions append-only, as they were on the day of the first release: they stop accidents and
careless scripts; against someone who may drop triggers stand the hashes. A copy, because a migration never changes."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CREATE_SQLITE = [
    "CREATE TRIGGER ledger_entry_add BEFORE INSERT ON ledger_entry WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM ledger_entry) OR EXISTS (SELECT 1 FROM ledger_entry WHERE leaf = NEW.leaf) BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END",
    "CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry WHEN NOT (1 = 0) BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END",
    "CREATE TRIGGER ledger_entry_delete BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END",
    "CREATE TRIGGER ledger_node_add BEFORE INSERT ON ledger_node WHEN EXISTS (SELECT 1 FROM ledger_node WHERE level = NEW.level AND idx = NEW.idx) BEGIN SELECT RAISE(ABORT, 'ledger_node is append-only'); END",
    "CREATE TRIGGER ledger_node_update BEFORE UPDATE ON ledger_node WHEN NOT (1 = 0) BEGIN SELECT RAISE(ABORT, 'ledger_node is append-only'); END",
    "CREATE TRIGGER ledger_node_delete BEFORE DELETE ON ledger_node BEGIN SELECT RAISE(ABORT, 'ledger_node is append-only'); END",
    "CREATE TRIGGER ledger_checkpoint_add BEFORE INSERT ON ledger_checkpoint WHEN NEW.size <> (SELECT coalesce(max(size), 0) + 1 FROM ledger_checkpoint) BEGIN SELECT RAISE(ABORT, 'ledger_checkpoint is append-only'); END",
    "CREATE TRIGGER ledger_checkpoint_update BEFORE UPDATE ON ledger_checkpoint WHEN NOT (OLD.note IS NULL AND NEW.note IS NOT NULL AND NEW.size IS OLD.size AND NEW.root IS OLD.root) BEGIN SELECT RAISE(ABORT, 'ledger_checkpoint is append-only'); END",
    "CREATE TRIGGER ledger_checkpoint_delete BEFORE DELETE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'ledger_checkpoint is append-only'); END",
    "CREATE TRIGGER decision_add BEFORE INSERT ON decision WHEN NEW.number <= (SELECT coalesce(max(number), 0) FROM decision) BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END",
    "CREATE TRIGGER decision_update BEFORE UPDATE ON decision WHEN NOT (NEW.basis IS NULL AND NEW.reasons IS NULL AND NEW.conditions IS NULL AND NEW.text_salt IS NULL AND NEW.number IS OLD.number AND NEW.kind IS OLD.kind AND NEW.subject_code IS OLD.subject_code AND NEW.provider_code IS OLD.provider_code AND NEW.version_number IS OLD.version_number AND NEW.action IS OLD.action AND NEW.from_state IS OLD.from_state AND NEW.to_state IS OLD.to_state AND NEW.review_by IS OLD.review_by AND NEW.criteria IS OLD.criteria AND NEW.concerns IS OLD.concerns AND NEW.rule_version IS OLD.rule_version AND NEW.role IS OLD.role AND NEW.person_ref IS OLD.person_ref AND NEW.content_sha256 IS OLD.content_sha256 AND NEW.examined IS OLD.examined AND NEW.listed_at IS OLD.listed_at AND NEW.at IS OLD.at AND NEW.seal_salt IS OLD.seal_salt AND NEW.text_sha256 IS OLD.text_sha256 AND EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number)) BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END",
    "CREATE TRIGGER decision_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END",
]
DROP_SQLITE = [
    "DROP TRIGGER ledger_entry_add",
    "DROP TRIGGER ledger_entry_update",
    "DROP TRIGGER ledger_entry_delete",
    "DROP TRIGGER ledger_node_add",
    "DROP TRIGGER ledger_node_update",
    "DROP TRIGGER ledger_node_delete",
    "DROP TRIGGER ledger_checkpoint_add",
    "DROP TRIGGER ledger_checkpoint_update",
    "DROP TRIGGER ledger_checkpoint_delete",
    "DROP TRIGGER decision_add",
    "DROP TRIGGER decision_update",
    "DROP TRIGGER decision_delete",
]

CREATE_POSTGRESQL = [
    "CREATE FUNCTION ledger_entry_add() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM ledger_entry) OR EXISTS (SELECT 1 FROM ledger_entry WHERE leaf = NEW.leaf) THEN RAISE EXCEPTION USING MESSAGE = 'ledger_entry is append-only', ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$",
    "CREATE FUNCTION ledger_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF 1 = 0 THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION USING MESSAGE = 'ledger_entry is append-only', ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER ledger_entry_add BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_add()",
    "CREATE TRIGGER ledger_entry_change BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_change()",
    "CREATE TRIGGER ledger_entry_truncate BEFORE TRUNCATE ON ledger_entry EXECUTE FUNCTION ledger_entry_change()",
    "CREATE FUNCTION ledger_node_add() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM ledger_node WHERE level = NEW.level AND idx = NEW.idx) THEN RAISE EXCEPTION USING MESSAGE = 'ledger_node is append-only', ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$",
    "CREATE FUNCTION ledger_node_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF 1 = 0 THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION USING MESSAGE = 'ledger_node is append-only', ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER ledger_node_add BEFORE INSERT ON ledger_node FOR EACH ROW EXECUTE FUNCTION ledger_node_add()",
    "CREATE TRIGGER ledger_node_change BEFORE UPDATE OR DELETE ON ledger_node FOR EACH ROW EXECUTE FUNCTION ledger_node_change()",
    "CREATE TRIGGER ledger_node_truncate BEFORE TRUNCATE ON ledger_node EXECUTE FUNCTION ledger_node_change()",
    "CREATE FUNCTION ledger_checkpoint_add() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.size <> (SELECT coalesce(max(size), 0) + 1 FROM ledger_checkpoint) THEN RAISE EXCEPTION USING MESSAGE = 'ledger_checkpoint is append-only', ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$",
    "CREATE FUNCTION ledger_checkpoint_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF OLD.note IS NULL AND NEW.note IS NOT NULL AND NEW.size IS NOT DISTINCT FROM OLD.size AND NEW.root IS NOT DISTINCT FROM OLD.root THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION USING MESSAGE = 'ledger_checkpoint is append-only', ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER ledger_checkpoint_add BEFORE INSERT ON ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_add()",
    "CREATE TRIGGER ledger_checkpoint_change BEFORE UPDATE OR DELETE ON ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_change()",
    "CREATE TRIGGER ledger_checkpoint_truncate BEFORE TRUNCATE ON ledger_checkpoint EXECUTE FUNCTION ledger_checkpoint_change()",
    "CREATE FUNCTION decision_add() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.number <= (SELECT coalesce(max(number), 0) FROM decision) THEN RAISE EXCEPTION USING MESSAGE = 'decision is append-only', ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$",
    "CREATE FUNCTION decision_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF NEW.basis IS NULL AND NEW.reasons IS NULL AND NEW.conditions IS NULL AND NEW.text_salt IS NULL AND NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.kind IS NOT DISTINCT FROM OLD.kind AND NEW.subject_code IS NOT DISTINCT FROM OLD.subject_code AND NEW.provider_code IS NOT DISTINCT FROM OLD.provider_code AND NEW.version_number IS NOT DISTINCT FROM OLD.version_number AND NEW.action IS NOT DISTINCT FROM OLD.action AND NEW.from_state IS NOT DISTINCT FROM OLD.from_state AND NEW.to_state IS NOT DISTINCT FROM OLD.to_state AND NEW.review_by IS NOT DISTINCT FROM OLD.review_by AND NEW.criteria IS NOT DISTINCT FROM OLD.criteria AND NEW.concerns IS NOT DISTINCT FROM OLD.concerns AND NEW.rule_version IS NOT DISTINCT FROM OLD.rule_version AND NEW.role IS NOT DISTINCT FROM OLD.role AND NEW.person_ref IS NOT DISTINCT FROM OLD.person_ref AND NEW.content_sha256 IS NOT DISTINCT FROM OLD.content_sha256 AND NEW.examined IS NOT DISTINCT FROM OLD.examined AND NEW.listed_at IS NOT DISTINCT FROM OLD.listed_at AND NEW.at IS NOT DISTINCT FROM OLD.at AND NEW.seal_salt IS NOT DISTINCT FROM OLD.seal_salt AND NEW.text_sha256 IS NOT DISTINCT FROM OLD.text_sha256 AND EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number) THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION USING MESSAGE = 'decision is append-only', ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER decision_add BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION decision_add()",
    "CREATE TRIGGER decision_change BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION decision_change()",
    "CREATE TRIGGER decision_truncate BEFORE TRUNCATE ON decision EXECUTE FUNCTION decision_change()",
]
DROP_POSTGRESQL = [
    "DROP TRIGGER ledger_entry_add ON ledger_entry",
    "DROP TRIGGER ledger_entry_change ON ledger_entry",
    "DROP TRIGGER ledger_entry_truncate ON ledger_entry",
    "DROP TRIGGER ledger_node_add ON ledger_node",
    "DROP TRIGGER ledger_node_change ON ledger_node",
    "DROP TRIGGER ledger_node_truncate ON ledger_node",
    "DROP TRIGGER ledger_checkpoint_add ON ledger_checkpoint",
    "DROP TRIGGER ledger_checkpoint_change ON ledger_checkpoint",
    "DROP TRIGGER ledger_checkpoint_truncate ON ledger_checkpoint",
    "DROP TRIGGER decision_add ON decision",
    "DROP TRIGGER decision_change ON decision",
    "DROP TRIGGER decision_truncate ON decision",
    "DROP FUNCTION ledger_entry_add()",
    "DROP FUNCTION ledger_entry_change()",
    "DROP FUNCTION ledger_node_add()",
    "DROP FUNCTION ledger_node_change()",
    "DROP FUNCTION ledger_checkpoint_add()",
    "DROP FUNCTION ledger_checkpoint_change()",
    "DROP FUNCTION decision_add()",
    "DROP FUNCTION decision_change()",
]


def upgrade() -> None:
    """Go up."""
    for statement in CREATE_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else CREATE_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Go down again; no row is touched."""
    for statement in DROP_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else DROP_SQLITE:
        op.execute(statement)
