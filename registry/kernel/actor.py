"""Who acts. The first argument of every verb; nothing reads the caller from the air. Rights are derived from the
memberships and roles that hold when the request comes in, never kept in a session."""

from dataclasses import dataclass

ROLES = ("visitor", "member", "reviewer", "organiser", "admin", "operator", "key", "system")
# these act only for the providers they belong to
OWN = frozenset({"member", "key"})
# these act only after a second factor
PRIVILEGED = frozenset({"reviewer", "organiser", "admin"})


@dataclass(frozen=True)
class Actor:
    """`role` is one of ROLES; `ref` a random per-person reference (no name); `providers` the provider codes one
    belongs to, `submits` those of them for which one may also submit, confirm and withdraw, `manages` those whose
    entry and members one keeps; `second_factor`: has one proved oneself in two ways?"""

    role: str
    ref: str | None = None
    providers: frozenset[str] = frozenset()
    submits: frozenset[str] = frozenset()
    manages: frozenset[str] = frozenset()
    second_factor: bool = False

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"unknown role {self.role!r}")
        if not self.manages <= self.submits <= self.providers:
            raise ValueError("whoever manages a provider submits for it, and whoever submits belongs to it")

    def is_in(self, roles: frozenset[str]) -> bool:
        """Does one act in one of these roles, with the second factor where the role demands it? The question every
        policy asks, so that no verb can forget the factor."""
        return self.role in roles and (self.role not in PRIVILEGED or self.second_factor)


VISITOR = Actor("visitor")
OPERATOR = Actor("operator")
SYSTEM = Actor("system")
