"""The triggers that make ledger and decisions append-only, as SQL for both databases. They stop accidents and
careless scripts; against someone who may drop triggers stand the hashes (`verify.py`). SQLite's INSERT OR REPLACE
would slip past a delete trigger on a connection without recursive_triggers, so adding is guarded as well: a number
can only be the next one. Erasing the words of a decision is allowed once a decision to redact it stands. The
migration that creates these keeps its own copy of the text."""

TABLES = ("ledger_entry", "ledger_node", "ledger_checkpoint", "decision")

# What erasing the words of a decision may not touch, and what it must empty.
KEPT = (
    *("number", "kind", "subject_code", "provider_code", "version_number", "action", "from_state", "to_state"),
    *("review_by", "criteria", "concerns", "rule_version", "role", "person_ref", "content_sha256", "examined"),
    *("listed_at", "at", "seal_salt", "text_sha256", "second_ref", "inherited", "amendment"),
)
ERASED = ("basis", "reasons", "conditions", "said", "named", "text_salt")

# Conditions under which adding a row is refused, over NEW.
TAKEN = {
    "ledger_entry": (
        "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM ledger_entry)"
        " OR EXISTS (SELECT 1 FROM ledger_entry WHERE leaf = NEW.leaf)"
    ),
    "ledger_node": "EXISTS (SELECT 1 FROM ledger_node WHERE level = NEW.level AND idx = NEW.idx)",
    "ledger_checkpoint": "NEW.size <> (SELECT coalesce(max(size), 0) + 1 FROM ledger_checkpoint)",
    "decision": "NEW.number <= (SELECT coalesce(max(number), 0) FROM decision)",
}


def _same(equal: str, columns: tuple[str, ...]) -> str:
    return " AND ".join(f"NEW.{column} {equal} OLD.{column}" for column in columns)


def _allowed(table: str, equal: str) -> str:
    """The one update each table permits, as a condition over OLD and NEW; `equal` is null-safe equality."""
    if table == "ledger_checkpoint":
        return f"OLD.note IS NULL AND NEW.note IS NOT NULL AND {_same(equal, ('size', 'root'))}"
    if table == "decision":
        erased = " AND ".join(f"NEW.{column} IS NULL" for column in ERASED)
        asked = "EXISTS (SELECT 1 FROM decision WHERE action = 'redact' AND concerns = OLD.number)"
        return f"{erased} AND {_same(equal, KEPT)} AND {asked}"
    return "1 = 0"


def create(dialect: str) -> list[str]:
    """The statements that create all triggers on `sqlite` or `postgresql`, in order."""
    return _create_postgresql() if dialect == "postgresql" else _create_sqlite()


def drop(dialect: str) -> list[str]:
    """The statements that remove them again."""
    if dialect == "postgresql":
        triggers = [
            f"DROP TRIGGER {table}_{what} ON {table}" for table in TABLES for what in ("add", "change", "truncate")
        ]
        return triggers + [f"DROP FUNCTION {table}_{what}()" for table in TABLES for what in ("add", "change")]
    return [f"DROP TRIGGER {table}_{what}" for table in TABLES for what in ("add", "update", "delete")]


def _create_sqlite() -> list[str]:
    statements = []
    for table in TABLES:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        statements += [
            f"CREATE TRIGGER {table}_add BEFORE INSERT ON {table} WHEN {TAKEN[table]} {refuse}",
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} WHEN NOT ({_allowed(table, 'IS')}) {refuse}",
            f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}",
        ]
    return statements


def _create_postgresql() -> list[str]:
    statements = []
    for table in TABLES:
        refuse = f"RAISE EXCEPTION USING MESSAGE = '{table} is append-only', ERRCODE = 'restrict_violation';"
        # the inner IF stands alone, because a deleted row has no NEW and an emptied table neither NEW nor OLD
        permit = f"IF {_allowed(table, 'IS NOT DISTINCT FROM')} THEN RETURN NEW; END IF;"
        bodies = {
            "add": f"BEGIN IF {TAKEN[table]} THEN {refuse} END IF; RETURN NEW; END",
            "change": f"BEGIN IF TG_OP = 'UPDATE' THEN {permit} END IF; {refuse} END",
        }
        for what, body in bodies.items():
            statements.append(f"CREATE FUNCTION {table}_{what}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
        statements += [
            f"CREATE TRIGGER {table}_add BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_add()",
            f"CREATE TRIGGER {table}_change BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_change()",
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_change()",
        ]
    return statements
