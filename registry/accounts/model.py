"""What is stored of people with an account: how they sign in, their roles, their sessions. Sessions live here and not
only in a cookie, so that signing out, a new password or an administrator ends them wherever they are. The mixins are
Flask-Security's, which reads and writes these tables under its own names."""

import datetime as dt
from typing import Any

from flask_security import UserMixin, WebAuthnMixin
from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.kernel.db import Json, Model, UtcDateTime

ROLES = ("reviewer", "organiser", "admin")
# what Flask-Security changes by itself, committed by transaction.settle()
TABLES = frozenset({"user_account", "passkey"})


class User(Model, UserMixin):
    """An account. `ref` is the random reference under which decisions and histories know the person; `counter` is the
    version of the row; `demonstration` marks one whose second factor anyone may ask for."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(35), default="en")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(Text)
    tf_last_counter: Mapped[int | None]  # the moment of the last code used, so that none is used twice
    # of a copy of the type: what is said of a type is said of every column that shares it
    mf_recovery_codes: Mapped[list[Any] | None] = mapped_column(MutableList.as_mutable(Json.copy()))
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)  # type: ignore[assignment]  # none before
    demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    counter: Mapped[int] = mapped_column(default=1)

    # lists of ours where the mixin names its own kinds
    roles: Mapped[list["UserRole"]] = relationship(cascade="all, delete-orphan", lazy="selectin")  # type: ignore[assignment]
    webauthn: Mapped[list["Passkey"]] = relationship(cascade="all, delete-orphan", lazy="selectin")  # type: ignore[assignment]

    __mapper_args__ = {"version_id_col": counter}

    def check_tf_required_setup(self) -> bool:
        """Must this account have a second factor? Whoever decides or administers must."""
        return bool(self.roles)

    def check_tf_required(
        self, tf_setup_methods: list[tuple[str, str]], tf_fresh: bool
    ) -> tuple[bool, list[tuple[str, str]]]:
        """(is a second factor asked for at signing in, the ways there are): whoever has one set up is asked, whoever
        must have one is led to set it up."""
        return bool(tf_setup_methods) or self.check_tf_required_setup(), tf_setup_methods


class UserRole(Model):
    """A role the registry gave someone; Flask-Security asks it for its `name`."""

    __tablename__ = "user_role"
    __table_args__ = (CheckConstraint(f"name in {ROLES}", name="name"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(12), primary_key=True)
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    def get_permissions(self) -> set[str]:
        """None beyond the role itself: what a role may do stands in the policies of the domains."""
        return set()


class Passkey(Model, WebAuthnMixin):
    """A passkey, as Flask-Security keeps it."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(Json.copy()))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(String(255))
    create_datetime: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    lastuse_datetime: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))


class Identity(Model):
    """Who somebody is at an issuer of national sign-in: an account is known there by `subject` and by nothing else."""

    __tablename__ = "account_identity"

    issuer: Mapped[str] = mapped_column(String(254), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Session(Model):
    """A sign-in that lasts: known by the hash of what the cookie holds. `factor_at`: when the second factor was given;
    `begun_at` and `seen_at` bound its life."""

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    factor_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    begun_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
