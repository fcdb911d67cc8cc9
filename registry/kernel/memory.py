"""What a process remembers of its database between requests. Kept by application, because a process (of the tests, of a
restore) may know several, and gone with it."""

import weakref
from typing import Generic, TypeVar

from flask import Flask, current_app

T = TypeVar("T")


class Memory(Generic[T]):
    """One value per application; who keeps it says when it is out of date."""

    def __init__(self) -> None:
        self._held: weakref.WeakKeyDictionary[Flask, T] = weakref.WeakKeyDictionary()

    def get(self) -> T | None:
        """The value, None when there is none yet."""
        return self._held.get(_application())

    def keep(self, value: T) -> None:
        """From now on this."""
        self._held[_application()] = value

    def forget(self) -> None:
        """Nothing is known any more."""
        self._held.pop(_application(), None)


def _application() -> Flask:
    application: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # what the proxy stands for
    return application
