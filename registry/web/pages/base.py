"""What all pages have in common: a template, a status, the destination they belong to, and how they become an
answer."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any, ClassVar

from flask import Response, make_response, render_template

from registry.web import identity
from registry.web.numbers import only
from registry.web.values import NOTHING, Beside

# The names every template may use beside its page's fields.
GLOBALS = frozenset({"_", "asset", "csrf_token", "layout", "ngettext", "nonce", "url_for"})
# the fields of every page that only the layout sees
OF_LAYOUT = frozenset({"for_programs"})


@dataclass(frozen=True, kw_only=True)
class Page:
    """Base of all pages. `door` names the desk a page belongs to ("": the portal). `located` is False where the address
    is no place of its own (errors): language links lead home. `for_programs` is what the layout puts into the head for
    programs; templates of pages do not see it."""

    template: ClassVar[str]
    section: ClassVar[str] = ""
    door: ClassVar[str] = ""
    located: ClassVar[bool] = True

    for_programs: Beside = NOTHING

    @property
    def status(self) -> int:
        """The HTTP status this page is answered with."""
        return 200

    def response(self) -> Response:
        """The page as an answer in the reader's language."""
        values: dict[str, Any] = {name: getattr(self, name) for name in fields_of(type(self))}
        values["layout"] = identity.layout(self.section, self.located, self.for_programs, self.door)
        response = make_response(render_template(self.template, **values), self.status)
        response.headers["Content-Language"] = values["layout"].language
        return response


def fields_of(page: type[Page]) -> set[str]:
    """The names a page hands to its template."""
    return {field.name for field in fields(page)} - OF_LAYOUT


def shown(view: Callable[..., Any], reads: Collection[str] | None = ()) -> Callable[..., Any]:
    """Let a view return its page; what is no page (a redirect) passes unchanged. `reads` names the parameters of its
    address: any other, such as what mail programs add, leads to the address without it. None: the view sees to that."""

    @wraps(view)
    def answer(**arguments: Any) -> Any:
        if reads is not None:
            only(*reads)
        page = view(**arguments)
        return page.response() if isinstance(page, Page) else page

    return answer
