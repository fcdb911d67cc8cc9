"""How fast the registry is, told by numbers: invented offers, a workload like that of visitors, and what it weighs.
Run by `./portal bench`; the results that were believed stand in `docs/benchmarks.md` with machine and date."""
