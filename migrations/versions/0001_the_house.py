"""The house: every table of the first release. Append-only triggers come in 0002."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("summary", JSON, nullable=False),
        sa.Column("background", JSON, nullable=True),
        sa.Column("start", sa.DateTime(), nullable=False),
        sa.Column("end", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("organiser", JSON, nullable=False),
        sa.Column("audience", JSON, nullable=True),
        sa.Column("registration", JSON, nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("note", JSON, nullable=True),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("seeded_sha256", sa.String(length=64), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.CheckConstraint("mode in ('online', 'onsite', 'blended')", name=op.f("ck_event_mode")),
        sa.CheckConstraint("status in ('planned', 'moved', 'cancelled')", name=op.f("ck_event_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("slug", name=op.f("uq_event_slug")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_start"), ["start"], unique=False)

    op.create_table(
        "import_",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_code", sa.String(length=20), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("format_version", sa.String(length=20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('applying', 'done')", name=op.f("ck_import__state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_")),
    )
    with op.batch_alter_table("import_", schema=None) as batch_op:
        batch_op.create_index("ix_import__provider_file", ["provider_code", "sha256"], unique=False)

    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "ledger_checkpoint",
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_ledger_checkpoint")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("leaf", name=op.f("uq_ledger_entry_leaf")),
    )
    op.create_table(
        "ledger_node",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("idx", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "idx", name=op.f("pk_ledger_node")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_change")),
    )
    op.create_table(
        "outbox_listener",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_outbox_listener")),
    )
    op.create_table(
        "provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("setting", sa.String(length=20), nullable=True),
        sa.Column("description", JSON, nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=60), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("region", sa.String(length=10), nullable=True),
        sa.Column("languages", JSON, nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("public_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "standing in ('unverified', 'verified', 'admitted', 'suspended', 'closed')",
            name=op.f("ck_provider_standing"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("code", name=op.f("uq_provider_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_provider_slug")),
    )
    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provider_standing"), ["standing"], unique=False)

    op.create_table(
        "scheme",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("uri", sa.String(length=300), nullable=True),
        sa.Column("title", JSON, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), server_default="1", nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_scheme")),
    )
    op.create_table(
        "concept",
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("uri", sa.String(length=300), nullable=True),
        sa.Column("label", JSON, nullable=False),
        sa.Column("ours", JSON, nullable=False),
        sa.Column("short", JSON, nullable=False),
        sa.Column("alt", JSON, nullable=False),
        sa.Column("broader", sa.String(length=40), nullable=True),
        sa.Column("exact", JSON, nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("deprecated", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["scheme"], ["scheme.code"], name=op.f("fk_concept_scheme_scheme")),
        sa.PrimaryKeyConstraint("scheme", "code", name=op.f("pk_concept")),
    )
    op.create_table(
        "decision",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject_code", sa.String(length=20), nullable=False),
        sa.Column("provider_code", sa.String(length=20), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=12), nullable=False),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("reasons", JSON, nullable=True),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("criteria", JSON, nullable=False),
        sa.Column("concerns", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rule_version", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("person_ref", sa.String(length=64), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=True),
        sa.Column("examined", sa.Boolean(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_salt", sa.String(length=64), nullable=True),
        sa.Column("seal_salt", sa.String(length=64), nullable=True),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("kind in ('provider', 'offer')", name=op.f("ck_decision_kind")),
        sa.ForeignKeyConstraint(["concerns"], ["decision.number"], name=op.f("fk_decision_concerns_decision")),
        sa.ForeignKeyConstraint(["number"], ["ledger_entry.seq"], name=op.f("fk_decision_number_ledger_entry")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_concerns"), ["concerns"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_provider_code"), ["provider_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_subject_code"), ["subject_code"], unique=False)

    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("provider_code", sa.String(length=20), nullable=False),
        sa.Column("source_key", sa.String(length=300), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("offer_code", sa.String(length=20), nullable=True),
        sa.Column("said", JSON, nullable=True),
        sa.Column("problems", JSON, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome in ('new', 'changed', 'refused', 'withdrawn')", name=op.f("ck_import_row_outcome")),
        sa.ForeignKeyConstraint(["import_id"], ["import_.id"], name=op.f("fk_import_row_import_id_import_")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_row_import_id"), ["import_id"], unique=False)
        batch_op.create_index("ix_import_row_provider_code_source_key", ["provider_code", "source_key"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source_key", sa.String(length=300), nullable=True),
        sa.Column("source", JSON, nullable=True),
        sa.Column("access", JSON, nullable=False),
        sa.Column("contact", JSON, nullable=True),
        sa.Column("first_listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('training', 'guidance', 'validation')", name=op.f("ck_offer_kind")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_offer_provider_id_provider")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("code", name=op.f("uq_offer_code")),
        sa.UniqueConstraint("provider_id", "source_key", name="uq_offer_source"),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "outbox_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("listener", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["outbox_change.id"],
            name=op.f("fk_outbox_delivery_change_id_outbox_change"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_delivery")),
    )
    with op.batch_alter_table("outbox_delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_delivery_change_id"), ["change_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_delivery_unhandled",
            ["listener", "id"],
            unique=False,
            sqlite_where=sa.text("handled_at IS NULL"),
            postgresql_where=sa.text("handled_at IS NULL"),
        )

    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=300), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("street", sa.String(length=300), nullable=True),
        sa.Column("postcode", sa.String(length=20), nullable=True),
        sa.Column("locality", sa.String(length=120), nullable=True),
        sa.Column("region", sa.String(length=10), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("lat_e6", sa.Integer(), nullable=True),
        sa.Column("lon_e6", sa.Integer(), nullable=True),
        sa.Column("access", JSON, nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_place_provider_id_provider")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
        sa.UniqueConstraint("provider_id", "source_key", name="uq_place_source"),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "provider_identifier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_provider_identifier_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_identifier")),
        sa.UniqueConstraint("scheme", "country", "value", name="uq_provider_identifier_number"),
    )
    with op.batch_alter_table("provider_identifier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provider_identifier_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "provider_slug",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_provider_slug_provider_id_provider")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_provider_slug")),
    )
    with op.batch_alter_table("provider_slug", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provider_slug_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("title", JSON, nullable=False),
        sa.Column("speakers", JSON, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_slot_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("event_id", "position", name=op.f("uq_slot_event_id_position")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=300), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("data", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('planned', 'cancelled', 'removed')", name=op.f("ck_run_state")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_run_offer_id_offer")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_run_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("code", name=op.f("uq_run_code")),
        sa.UniqueConstraint("offer_id", "source_key", name="uq_run_source"),
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_run_place_id"), ["place_id"], unique=False)

    op.create_table(
        "showcase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", JSON, nullable=True),
        sa.Column("offer_code", sa.String(length=32), nullable=True),
        sa.Column("query", sa.Text(), nullable=True),
        sa.CheckConstraint("(offer_code is null) <> (query is null)", name=op.f("ck_showcase_one_target")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_showcase_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_showcase_slot_id_slot"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_showcase")),
    )
    with op.batch_alter_table("showcase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_showcase_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_showcase_slot_id"), ["slot_id"], unique=False)

    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=12), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unlisted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("examined", sa.Boolean(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'submitted', 'in-review', 'asked', 'returned', 'listed', 'suspended', 'lapsed', 'refused', 'superseded', 'expired', 'withdrawn', 'discarded')",
            name=op.f("ck_version_state"),
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_version_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("offer_id", "number", name="uq_version_number"),
    )
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.create_index("ix_version_state", ["state"], unique=False)
        batch_op.create_index(
            "uq_version_current",
            ["offer_id"],
            unique=True,
            sqlite_where=sa.text("state in ('listed', 'suspended', 'lapsed')"),
            postgresql_where=sa.text("state in ('listed', 'suspended', 'lapsed')"),
        )
        batch_op.create_index(
            "uq_version_open",
            ["offer_id"],
            unique=True,
            sqlite_where=sa.text("state in ('draft', 'submitted', 'in-review', 'asked', 'returned')"),
            postgresql_where=sa.text("state in ('draft', 'submitted', 'in-review', 'asked', 'returned')"),
        )

    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_fact_offer_id_offer")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_fact_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
    )
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.create_index("ix_fact_name_value", ["name", "value"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fact_version_id"), ["version_id"], unique=False)

    op.create_table(
        "run_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_change_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_change")),
    )
    with op.batch_alter_table("run_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_change_run_id"), ["run_id"], unique=False)

    op.create_table(
        "transition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("from_state", sa.String(length=12), nullable=True),
        sa.Column("to_state", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_transition_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transition")),
    )
    with op.batch_alter_table("transition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transition_version_id"), ["version_id"], unique=False)


# what this revision makes
TABLES = (
    "concept", "decision", "event", "fact", "import_", "import_row", "lease", "ledger_checkpoint", "ledger_entry",
    "ledger_node", "offer", "outbox_change", "outbox_delivery", "outbox_listener", "place", "provider",
    "provider_identifier", "provider_slug", "run", "run_change", "scheme", "showcase", "slot", "transition", "version",
)  # fmt: skip


def downgrade() -> None:
    """Go down again."""
    _drop_what_stayed()
    with op.batch_alter_table("transition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transition_version_id"))

    op.drop_table("transition")
    with op.batch_alter_table("run_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_run_change_run_id"))

    op.drop_table("run_change")
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fact_version_id"))
        batch_op.drop_index(batch_op.f("ix_fact_offer_id"))
        batch_op.drop_index("ix_fact_name_value")

    op.drop_table("fact")
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_version_open",
            sqlite_where=sa.text("state in ('draft', 'submitted', 'in-review', 'asked', 'returned')"),
            postgresql_where=sa.text("state in ('draft', 'submitted', 'in-review', 'asked', 'returned')"),
        )
        batch_op.drop_index(
            "uq_version_current",
            sqlite_where=sa.text("state in ('listed', 'suspended', 'lapsed')"),
            postgresql_where=sa.text("state in ('listed', 'suspended', 'lapsed')"),
        )
        batch_op.drop_index("ix_version_state")

    op.drop_table("version")
    with op.batch_alter_table("showcase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_showcase_slot_id"))
        batch_op.drop_index(batch_op.f("ix_showcase_event_id"))

    op.drop_table("showcase")
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_run_place_id"))
        batch_op.drop_index(batch_op.f("ix_run_offer_id"))

    op.drop_table("run")
    op.drop_table("slot")
    with op.batch_alter_table("provider_slug", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provider_slug_provider_id"))

    op.drop_table("provider_slug")
    with op.batch_alter_table("provider_identifier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provider_identifier_provider_id"))

    op.drop_table("provider_identifier")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_provider_id"))

    op.drop_table("place")
    with op.batch_alter_table("outbox_delivery", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_delivery_unhandled",
            sqlite_where=sa.text("handled_at IS NULL"),
            postgresql_where=sa.text("handled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_delivery_change_id"))

    op.drop_table("outbox_delivery")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_provider_id"))

    op.drop_table("offer")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_index("ix_import_row_provider_code_source_key")
        batch_op.drop_index(batch_op.f("ix_import_row_import_id"))

    op.drop_table("import_row")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_subject_code"))
        batch_op.drop_index(batch_op.f("ix_decision_provider_code"))
        batch_op.drop_index(batch_op.f("ix_decision_concerns"))

    op.drop_table("decision")
    op.drop_table("concept")
    op.drop_table("scheme")
    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provider_standing"))

    op.drop_table("provider")
    op.drop_table("outbox_listener")
    op.drop_table("outbox_change")
    op.drop_table("ledger_node")
    op.drop_table("ledger_entry")
    op.drop_table("ledger_checkpoint")
    op.drop_table("lease")
    with op.batch_alter_table("import_", schema=None) as batch_op:
        batch_op.drop_index("ix_import__provider_file")

    op.drop_table("import_")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_start"))

    op.drop_table("event")


def _drop_what_stayed() -> None:
    """Later revisions leave their tables where rows are in them; whoever goes down to nothing wants none of them."""
    here = sa.inspect(op.get_bind())
    left = set(here.get_table_names()) - set(TABLES) - {"alembic_version"}
    points_to = {name: {key["referred_table"] for key in here.get_foreign_keys(name)} - {name} for name in left}
    while left:
        free = sorted(name for name in left if not any(name in points_to[other] for other in left))
        for name in free or sorted(left):
            op.drop_table(name)
        left -= set(free or left)
