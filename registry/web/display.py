"""How values are said in the reader's language: texts with the language they are in, numbers, money, hours, names.
Every page value passes through here or through `moments` before a template sees it, so templates hold no formatting and
no decisions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, reduce

from babel import Locale, numbers

from registry.kernel import text
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, locale_of, ngettext
from registry.kernel.lengths import length
from registry.vocabularies import queries as vocabularies


@dataclass(frozen=True)
class Words:
    """A text and the language to mark it with; `lang` is "" when it is the page's own."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Html:
    """Rendered Markdown and the language to mark it with."""

    html: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.html)


# French sets a space before these signs and after «, and no line may begin or end with them.
_SPACED = re.compile(" (?=[:;?!»])|(?<=«) ")


def words(local: Mapping[str, str] | None, original: str | None = None) -> Words:
    """The text in the reader's language, else the original marked as what it is."""
    picked = text.pick(local, language(), original)
    said = _SPACED.sub("\u00a0", picked.text) if picked.lang == "fr" else picked.text
    return Words(said, "" if picked.lang == language() else picked.lang)


def prose(local: Mapping[str, str] | None, original: str | None = None) -> Html:
    """The same for Markdown, rendered."""
    said = words(local, original)
    return Html(text.markdown_html(said.text), said.lang) if said else Html("")


def reader() -> Locale:
    """The locale of the reader of this page."""
    return locale_of(language())


@lru_cache(maxsize=4096)
def _decimal(value: int | Decimal, pattern: str | None, locale: Locale) -> str:
    return numbers.format_decimal(value, format=pattern, locale=locale)


def number(value: int) -> str:
    """1,842 as the reader writes it."""
    return _decimal(value, None, reader())


def money(amount: int, currency: str) -> str:
    """An amount in minor units as the reader writes money; whole amounts without decimals; 0 in the words for free."""
    return _amount(amount, currency, reader()) if amount else _("Free")


@lru_cache(maxsize=4096)
def _amount(amount: int, currency: str, locale: Locale) -> str:
    digits = numbers.get_currency_precision(currency)
    pattern = locale.currency_formats["standard"].pattern
    whole = amount % 10**digits == 0
    value = Decimal(amount).scaleb(-digits)
    return numbers.format_currency(
        value,
        currency,
        format=pattern.replace("0.00", "0") if whole else None,
        locale=locale,
        currency_digits=not whole,
    )


def sum_of(amount: int, currency: str) -> str:
    """The same with 0 as a number, where a price is compared."""
    return (
        money(amount, currency)
        if amount
        else numbers.format_currency(
            0,
            currency,
            format=reader().currency_formats["standard"].pattern.replace("0.00", "0"),
            locale=reader(),
            currency_digits=False,
        )
    )


def hours(minutes: int) -> str:
    """Whole hours as a bare numeral for a column of hours; what is none with its units, each beside its number also
    where the column is narrow: 24, 9 h 10 min, 45 min."""
    return number(minutes // 60) if minutes % 60 == 0 else re.sub(r"(?<=[0-9]) ", "\N{NO-BREAK SPACE}", length(minutes))


def duration(minutes: int) -> str:
    """A length in words: "24 hours", "9 h 10 min", "45 minutes"."""
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    if minutes % 60:
        return length(minutes)
    return ngettext("%(hours)s hour", "%(hours)s hours", minutes // 60, hours=hours(minutes))


def distance(metres: int) -> str:
    """14 km; what is nearer than one is not told more exactly than the middle of a town is known."""
    if metres < 1000:
        return _("under 1 km")
    return _("%(number)s km", number=number(metres // 1000))


def hundredths(value: int) -> str:
    """Hundredths as a number: 1.5 for 150."""
    return _decimal(Decimal(value) / 100, "#,##0.##", reader())


def named(scheme: str, code: str) -> str:
    """A concept by its everyday name, else its label."""
    return vocabularies.short(scheme, code, language())


def official(scheme: str, code: str) -> str:
    """A concept by its official label."""
    return vocabularies.label(scheme, code, language())


def language_name(tag: str) -> str:
    """French for fr, in the reader's language: as Unicode names it, else (sign languages) as the list of languages; the
    tag itself when nobody named it."""
    names = reader().languages
    return names.get(tag) or names.get(tag.split("-")[0]) or named("language", tag)


def country_name(code: str) -> str:
    """Belgium for BE."""
    return reader().territories.get(code, code)


def own_language_name(tag: str) -> str:
    """Français for fr."""
    return (locale_of(tag).get_language_name(locale_of(tag)) or tag).capitalize()


def address(whole: str) -> str:
    """An address as one writes it on paper: browsers add the rest."""
    return whole.removeprefix("https://").removeprefix("http://")


def listed(items: list[str]) -> str:
    """a, b – for short lists of facts."""
    return ", ".join(item for item in items if item)


def apart(items: Sequence[str]) -> str:
    """a; b – for facts that have commas in them."""
    return reduce(lambda before, last: _("%(before)s; %(last)s", before=before, last=last), items) if items else ""
