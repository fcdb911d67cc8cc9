"""Reading pages the way a test needs it: as a tree, with the words a person would see."""

from typing import Any

from flask.testing import FlaskClient
from lxml import html


def page(client: FlaskClient, address: str, status: int = 200) -> Any:
    """The page as a tree, after any redirect to its canonical address; its status must be the expected one."""
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == status, f"{address} answered {answer.status_code}"
    return html.document_fromstring(answer.get_data(as_text=True))


def words(tree: Any, path: str) -> str:
    """The words of the first element found, white space joined."""
    found = tree.xpath(path)
    assert found, f"nothing at {path}"
    return " ".join(found[0].text_content().split())


def links(tree: Any, inside: str = "//body") -> list[str]:
    """Every address of this site the page links to, in order, each once."""
    found = [link.get("href") for link in tree.xpath(f"{inside}//a[@href]")]
    return list(dict.fromkeys(href.partition("#")[0] for href in found if href.startswith("/") and href != "/"))


def total(tree: Any) -> int:
    """The number the heading of a result begins with; 0 when it begins with a word."""
    first = words(tree, "//h1").split()[0]
    return int(first) if first.isdigit() else 0
