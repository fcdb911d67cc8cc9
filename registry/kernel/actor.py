"""Who acts. The first argument of every verb; nothing reads the caller from the air. Rights are derived from one
membership table when the request comes in, never kept in a session."""

from dataclasses import dataclass

ROLES = ("visitor", "member", "reviewer", "organiser", "admin", "operator", "key", "system")
# these act only for the providers they belong to
OWN = frozenset({"member", "key"})


@dataclass(frozen=True)
class Actor:
    """`role` is one of ROLES; `ref` a random per-person reference (no name); `providers` the provider codes one
    belongs to."""

    role: str
    ref: str | None = None
    providers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"unknown role {self.role!r}")


VISITOR = Actor("visitor")
OPERATOR = Actor("operator")
SYSTEM = Actor("system")
