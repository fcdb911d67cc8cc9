"""Every address for machines, in one table: what the page for developers lists. A test holds that each row answers and
that no route of the API is missing."""

from dataclasses import dataclass

from registry.kernel.i18n import lazy_gettext as _l

LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")


@dataclass(frozen=True)
class Format:
    """An address and what it answers; `…` stands for the parameters of a search."""

    address: str
    words: object


LEDGER: tuple[Format, ...] = (
    Format("/ledger/checkpoint", _l("The newest signed checkpoint, as text (C2SP tlog-checkpoint).")),
    Format("/ledger/checkpoints?after=…", _l("All signed checkpoints over more than so many entries.")),
    Format("/ledger/entries?start=…&count=…", _l("Up to 256 entries, byte for byte.")),
    Format("/ledger/proof/inclusion?seq=…&size=…", _l("That an entry is in the ledger of a size (RFC 6962).")),
    Format("/ledger/proof/consistency?from=…&to=…", _l("That the ledger of one size continues that of another.")),
    Format("/ledger/key", _l("The public key, with those used before it.")),
    Format("/ledger/check.py", _l("The program that checks proofs.")),
    Format("/offers/<code>/proof.json", _l("The proof of an offer.")),
)
FORMATS: tuple[Format, ...] = (
    Format("/api/v1/offers?…", _l("Offers as JSON, with counts of every filter")),
    Format("/api/v1/offers/<code>", _l("One offer with everything that was decided on")),
    Format("/api/v1/offers/<code>/runs", _l("Its dates, places and prices")),
    Format("/api/v1/offers/<code>/versions", _l("Every version that was ever listed")),
    Format("/api/v1/offers/<code>/decisions", _l("The decisions about it")),
    Format("/api/v1/decisions?…", _l("All decisions, narrowed as their page")),
    Format("/api/v1/decisions/<number>", _l("One decision with its verdicts and its entry in the ledger")),
    Format("/api/v1/providers", _l("The register of providers")),
    Format("/api/v1/events", _l("Events with their agenda")),
    Format("/api/v1/vocabularies", _l("Every list of codes, with source and licence")),
    Format("/api/v1/vocabularies/<scheme>", _l("One list: codes, official addresses, names in all languages")),
    Format("/api/v1/suggest?q=…", _l("Suggestions while someone types")),
    Format("/offers/<code>.jsonld", _l("One offer as schema.org JSON-LD")),
    Format("/offers/<code>.ics", _l("The dates of one offer as a calendar")),
    Format("/offers.atom?…", _l("New and changed results of any search as a feed")),
    Format("/offers.ics?…", _l("The dates of any search as a calendar")),
    Format("/offers.csv?…", _l("Any search as a table")),
    Format("/decisions.atom?…", _l("Decisions as a feed")),
    Format("/feed.atom", _l("New and changed offers as a feed")),
    Format("/opensearch.xml", _l("Description of the search for browsers")),
    Format("/sitemap.xml", _l("Every public page")),
    *LEDGER,
)
