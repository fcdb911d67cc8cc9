"""Controlled lists: the terms every other part refers to by code – competences, levels, regions, languages, kinds.
Their files stand in `seeds/vocabularies`; `docs/vocabularies.md` says where each comes from."""
