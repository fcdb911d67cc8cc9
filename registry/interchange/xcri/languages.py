"""Language tags as XCRI files give them: two letters, three letters, with a region, or the English name of the
language."""

import re

_TAG = re.compile(r"([a-z]{2,3})(?:[-_].*)?")
# three-letter codes (both kinds) and names of the languages taught in where the profile is used
_KNOWN = {
    "cy": ("cym", "wel", "welsh", "cymraeg"),
    "de": ("deu", "ger", "german"),
    "en": ("eng", "english"),
    "es": ("spa", "spanish"),
    "fr": ("fra", "fre", "french"),
    "ga": ("gle", "irish"),
    "gd": ("gla", "gaelic", "scottish gaelic"),
    "it": ("ita", "italian"),
    "pl": ("pol", "polish"),
    "pt": ("por", "portuguese"),
}
_BY_NAME = {name: tag for tag, names in _KNOWN.items() for name in names}
# ISO 639-1; a code beside these would be refused by the closed list, and the whole record with it
_LISTED = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee "
    "el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io "
    "is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn "
    "mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se "
    "sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tn to tr ts tt ty ug uk ur uz ve vi vo wa wo "
    "xh yi yo za zh zu "
)
_TWO_LETTERS = frozenset(_LISTED.split())


def primary(written: str) -> str | None:
    """The two-letter tag of the language that is written, None when it names none we can tell."""
    folded = " ".join(written.lower().split())
    if found := _BY_NAME.get(folded):
        return found
    shaped = _TAG.fullmatch(folded)
    tag = _BY_NAME.get(shaped[1], shaped[1]) if shaped else ""
    return tag if tag in _TWO_LETTERS else None
