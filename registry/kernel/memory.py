"""What a process remembers of its database between requests. Kept by application, because a process (of the tests, of a
restore) may know several, and gone with it."""

from typing import Generic, TypeVar, cast

from flask import current_app

T = TypeVar("T")


class Memory(Generic[T]):
    """One value per application; who keeps it says when it is out of date."""

    def __init__(self) -> None:
        self._key = f"registry.memory.{id(self)}"  # as long as the process, like the memories

    def get(self) -> T | None:
        """The value, None when there is none yet."""
        return cast("T | None", current_app.extensions.get(self._key))

    def keep(self, value: T) -> None:
        """From now on this."""
        current_app.extensions[self._key] = value

    def forget(self) -> None:
        """Nothing is known any more."""
        current_app.extensions.pop(self._key, None)
