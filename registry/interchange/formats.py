"""The formats an import can read, each by its name on the command line, and how to tell which one a file is in."""

from collections.abc import Callable

from registry.interchange import xcri
from registry.interchange.languages import Languages
from registry.interchange.record import Feed, FileRefused, Problem, Where

AUTO = "auto"
# bytes, and what languages may be called → what the file says
READERS: dict[str, Callable[[bytes, Languages], Feed]] = {"xcri": xcri.read}


def read(data: bytes, languages: Languages, format_: str = AUTO) -> Feed:
    """Read a file in the named format, or the one it shows itself to be in; raises FileRefused with line and reason."""
    return READERS[named(data, format_)](data, languages)


def named(data: bytes, format_: str = AUTO) -> str:
    """The named format, or the one the file shows itself to be in by the first character that counts: what begins like
    XML is handed to the reader of XML feeds. Raises FileRefused when it is none the registry reads."""
    if format_ != AUTO:
        return format_
    begun = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not begun or begun.startswith(b"<"):
        return "xcri"
    told = "This is no file in a format the registry reads."
    hint = f"It reads {', '.join(READERS)}."
    raise FileRefused(Problem(Where(None, 1, "file"), told, begun[:40].decode("ascii", "replace"), hint))
