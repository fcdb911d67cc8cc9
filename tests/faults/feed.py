"""A feed large enough to be killed in the middle of: courses with one presentation each, all invented."""

from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<catalog xmlns="http://xcri.org/profiles/1.2/catalog" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:mlo="http://purl.org/net/mlo" xml:lang="en" generated="2026-11-01T00:00:00Z">
<provider><dc:identifier>https://fed.example</dc:identifier><dc:title>Fed School (invented)</dc:title>
<mlo:url>https://fed.example</mlo:url>
"""
COURSE = """<course><dc:identifier>https://fed.example/c/{n}</dc:identifier>
<dc:title>Invented course {n}{edition}</dc:title>
<dc:description>Course number {n} of a feed that is killed while it is read.</dc:description>
<presentation><dc:identifier>https://fed.example/p/{n}</dc:identifier>
<mlo:start dtf="2027-02-01">1 February 2027</mlo:start><applyTo>https://fed.example/enrol/{n}</applyTo>
<mlo:cost>free</mlo:cost></presentation></course>
"""


def write(path: Path, courses: int, edition: str = "") -> Path:
    """Write a feed of so many courses; the path again. Another edition says all of them otherwise."""
    listed = "".join(COURSE.format(n=number, edition=edition) for number in range(courses))
    path.write_text(f"{HEAD}{listed}</provider></catalog>")
    return path
