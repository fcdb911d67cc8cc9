"""Letters accounts ask for. A request becomes a letter in one step and is gone, so that it becomes one only once; its
key holds a hash of the request, because the database may give the number of one that is gone to the next."""

from registry.accounts import letters
from registry.kernel.canonical import digest
from registry.kernel.transaction import transaction
from registry.notices import outgoing
from registry.notices.subscriber import listener


def requested(keys: list[str]) -> None:
    """Put down the letters that were asked for."""
    for key in keys:
        with transaction():
            row = letters.requested(int(key))
            if row is None:
                continue
            what = digest([row.kind, row.address, row.given, row.made_at.isoformat()])
            values = {**row.given, "account": True}
            about = f"account:{row.id}:{what[:32]}"
            outgoing.put_to_address(row.kind, about, row.address, row.language, values)
            letters.done(row.id)


LISTENERS = (listener(letters.TOPIC, requested),)
