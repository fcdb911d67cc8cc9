"""The ledger explained to somebody who has never heard of one, in the language asked for or else the browser's first:
the page stands among addresses for machines, which have no language before them."""

from typing import Any

from flask import make_response, redirect, request

from registry import config
from registry.catalogue import queries as catalogue
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.ledger import keys, queries, watch
from registry.ledger.watch import Look
from registry.web import display, formats, identity, moments
from registry.web.pages import LedgerPage
from registry.web.pages.explaining import AddressRow, Line


def show() -> Any:
    """The page; an address with anything but a language we speak leads to the one without."""
    if set(request.args) - {"lang"} or request.args.get("lang", language()) != language():
        return redirect(f"{identity.root()}/ledger", 302)
    answer = make_response(_page().response())
    answer.vary.add("Accept-Language")
    return answer


def _page() -> LedgerPage:
    base = config.current().base_url
    signed, whole = queries.newest_note(), watch.last(watch.WHOLE)
    return LedgerPage(
        state=_state(signed.size if signed else 0, whole),
        trouble=_trouble(whole),
        note=queries.newest_note_text(),
        keys=tuple(str(key) for key in keys.known() if signed and signed.is_signed_by(key)),
        steps=_steps(base),
        later=_later(base, signed.size if signed else 0),
        addresses=tuple(AddressRow(one.address, str(one.words)) for one in formats.LEDGER),
    )


def _state(signed: int, whole: Look | None) -> tuple[str, ...]:
    size = queries.size()
    told = [ngettext("The ledger has %(count)s entry.", "The ledger has %(count)s entries.", size, count=_n(size))]
    if signed:
        told.append(
            ngettext(
                "The newest signed checkpoint covers %(count)s entry.",
                "The newest signed checkpoint covers %(count)s entries.",
                signed,
                count=_n(signed),
            )
        )
    if whole and not whole.fault:
        told.append(
            _("All of it was last recomputed on %(when)s; everything held.", when=moments.day_and_time(whole.at))
        )
    return tuple(told)


def _n(value: int) -> str:
    return display.number(value)


def _trouble(whole: Look | None) -> str:
    signing = watch.last(watch.SIGNING)
    if not any(look and look.fault for look in (whole, signing)):
        return ""
    return _("Our own check has found something that does not hold. Until it is cleared up, nothing new is signed.")


def _steps(base: str) -> tuple[Line, ...]:
    code = next(iter(catalogue.newest(1)), "CODE")
    return (
        Line(_("Take the proof of an offer, here of the newest one."), f"curl -O {base}/offers/{code}/proof.json"),
        Line(_("Take the program that checks it: one file, made to be read."), f"curl -O {base}/ledger/check.py"),
        Line(_("Take the registry’s key, once, and keep it."), f"curl -o ledger.key.txt {base}/ledger/key"),
        Line(
            _("Go offline if you like, and check. It says what holds, or what was changed."),
            "python check.py proof.json --key ledger.key.txt",
        ),
    )


def _later(base: str, signed: int) -> tuple[Line, ...]:
    way = f"{base}/ledger/proof/consistency?from={signed}&to=N"
    return (
        Line(_("Keep today’s checkpoint."), f"curl -o old.note {base}/ledger/checkpoint"),
        Line(_("At any later time take the newest one."), f"curl -o new.note {base}/ledger/checkpoint"),
        Line(_("Ask how the one leads to the other; N is the number in the newest."), f"curl -o way.json '{way}'"),
        Line(
            _("Check that nothing before was changed, removed or slipped in."),
            "python check.py new.note --since old.note --consistency way.json --key ledger.key.txt",
        ),
    )
