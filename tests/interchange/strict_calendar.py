"""A strict reader of calendar files: RFC 5545's rules of form and of what belongs where, without the leniency of
calendar programs. What it reads it gives back as components with their properties."""

import re
from dataclasses import dataclass, field

LINE = re.compile(r'([A-Z][A-Z0-9-]*)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL)
UTC = re.compile(r"\d{8}T\d{6}Z")
WALL = re.compile(r"\d{8}T\d{6}")
DAY = re.compile(r"\d{8}")
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "NAME")
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "RRULE", "SEQUENCE", "STATUS", "SUMMARY", "URL", "LOCATION", "GEO")
NEEDED = ("UID", "DTSTAMP", "DTSTART")


@dataclass
class Component:
    """One BEGIN to END: (name, parameters, value) of its properties, and what stands inside."""

    name: str
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[dict[str, str], str]]:
        return [(parameters, value) for found, parameters, value in self.properties if found == name]

    def value(self, name: str) -> str:
        found = self.all(name)
        return found[0][1] if found else ""


def read(body: bytes) -> Component:
    """The calendar; an AssertionError names the first rule that is broken."""
    assert body.endswith(b"\r\n"), "the last line is not ended"
    physical = body[:-2].split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in physical), "a line ended by something else than CRLF"
    assert all(len(line) <= 75 for line in physical), "a line longer than 75 octets"
    unfolded: list[bytes] = []
    for line in physical:
        if line.startswith(b" "):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    calendar = _nested([line.decode("utf-8") for line in unfolded])
    _check_calendar(calendar)
    return calendar


def _nested(lines: list[str]) -> Component:
    root = Component("")
    stack = [root]
    for line in lines:
        found = LINE.fullmatch(line)
        assert found, f"no content line: {line!r}"
        name, parameters, value = found[1], found[2], found[3]
        if name == "BEGIN":
            stack[-1].inside.append(Component(value))
            stack.append(stack[-1].inside[-1])
        elif name == "END":
            assert stack.pop().name == value, f"END:{value} closes something else"
        else:
            pairs = dict(pair.split("=", 1) for pair in re.findall(r";([^;:]*)", parameters))
            stack[-1].properties.append((name, pairs, value))
    assert stack == [root]
    assert [one.name for one in root.inside] == ["VCALENDAR"]
    return root.inside[0]


def _check_calendar(calendar: Component) -> None:
    assert calendar.all("VERSION") == [({}, "2.0")]
    assert len(calendar.all("PRODID")) == 1
    assert calendar.inside, "a calendar without components"
    zones = {one.value("TZID") for one in calendar.inside if one.name == "VTIMEZONE"}
    entries = [one for one in calendar.inside if one.name == "VEVENT"]
    uids = [entry.value("UID") for entry in entries]
    assert len(set(uids)) == len(uids), "a UID twice"
    for entry in entries:
        _check_entry(entry, zones)
    used = {p["TZID"] for entry in entries for name in ("DTSTART", "DTEND") for p, _ in entry.all(name) if "TZID" in p}
    assert used == zones or not entries, "zones described and zones used differ"


def _check_entry(entry: Component, zones: set[str]) -> None:
    for name in ONCE:
        assert len(entry.all(name)) <= 1, f"{name} twice"
    for name in NEEDED:
        assert len(entry.all(name)) == 1, f"{name} is missing"
    assert UTC.fullmatch(entry.value("DTSTAMP"))
    assert entry.value("STATUS") in ("", "TENTATIVE", "CONFIRMED", "CANCELLED")
    assert re.fullmatch(r"\d+", entry.value("SEQUENCE"))
    for name in TEXTS:
        for _parameters, value in entry.all(name):
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"{name} is not escaped: {value}"
    kinds = [_kind(*entry.all(name)[0], zones) for name in ("DTSTART", "DTEND") if entry.all(name)]
    assert len(set(kinds)) == 1, "begin and end of different kinds"
    until = re.search(r"UNTIL=([^;]*)", entry.value("RRULE"))
    if until:
        assert UTC.fullmatch(until[1]), "UNTIL of a zoned time must be in UTC"


def _kind(parameters: dict[str, str], value: str, zones: set[str]) -> str:
    if parameters.get("VALUE") == "DATE":
        assert DAY.fullmatch(value)
        return "day"
    if "TZID" in parameters:
        assert parameters["TZID"] in zones, f"{parameters['TZID']} is not described"
        assert WALL.fullmatch(value)
        return "wall"
    assert UTC.fullmatch(value), f"a time without zone: {value}"
    return "utc"
