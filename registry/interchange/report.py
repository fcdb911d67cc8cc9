"""What an import tells: one JSON object with the keys of the contract for machines, and the same in a few lines for
people."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.interchange.plan import Plan
from registry.interchange.record import Letter, Problem, Where

SHOWN = 10  # of each kind, on a terminal
# remarks that tell what the import changes beside the records
CORRECTIONS = ("provider-changed", "place-changed")


@dataclass(frozen=True)
class Report:
    """Counts of what was planned or done, remarks and problems; `refused_whole`: nothing of the file can be, or was,
    taken; `interrupted`: somebody stopped it."""

    format: str
    provider: str
    counts: dict[str, int]
    warnings: list[Letter]
    problems: list[Letter]
    applied: bool = False
    refused_whole: bool = False
    cut: str = ""  # why it ended before its end; the last of the problems
    interrupted: bool = False

    def to_letter(self) -> Letter:
        """The object of the contract."""
        names = ("records", "runs", "new", "changed", "unchanged", "refused", "missing", "withdrawn")
        counts = {name: self.counts.get(name, 0) for name in names}
        told = {"warnings": self.warnings, "problems": self.problems}
        return {"format": self.format, "provider": self.provider, **counts, **told}

    @property
    def is_partial(self) -> bool:
        """Were some records, or some of what was asked for them, refused?"""
        return bool(self.problems or self.counts.get("refused"))

    def lines(self) -> Iterator[str]:
        """The report for a terminal."""
        counts = self.counts
        yield f"{self.format}: {counts.get('records', 0)} records, {counts.get('runs', 0)} runs for “{self.provider}”"
        for name in ("new", "changed", "unchanged", "refused", "missing", "withdrawn"):
            if counts.get(name) or name in ("new", "changed", "unchanged", "refused"):
                yield f"  {name:<10}{counts.get(name, 0):>6}"
        yield from _listed("Provider changes", [one for one in self.warnings if one["code"] in CORRECTIONS])
        yield from _grouped("Warnings", [one for one in self.warnings if one["code"] not in CORRECTIONS])
        yield from _listed("Problems", self.problems[:-1] if self.cut else self.problems)
        if self.cut:
            yield self.cut
        elif self.refused_whole:
            yield "Refused; nothing was changed."
        elif not self.applied:
            yield "This is the plan; nothing was changed. Add --apply to carry it out."


def of_plan(
    plan: Plan, *, applied: bool = False, withdrawn: int = 0, refused: Sequence[Problem] = (), interrupted: bool = False
) -> Report:
    """The report of a plan, before or after it was carried out, or when carrying it out was `refused` as a whole; what
    was `applied`, if only its beginning, is never told as if nothing had changed."""
    outcomes = {outcome: plan.count(outcome) for outcome in ("new", "changed", "unchanged", "refused")}
    counts = {"records": len(plan.steps), "runs": plan.runs, **outcomes}
    counts |= {"missing": len(plan.missing), "withdrawn": withdrawn}
    return Report(
        plan.feed.format,
        plan.order.provider,
        counts,
        [remark.to_letter() for remark in plan.remarks],
        [problem.to_letter() for problem in dict.fromkeys((*refused, *plan.all_problems()))],
        applied,
        refused_whole=not applied and (plan.is_refused or bool(refused)),
        cut=plan.cut.message if plan.cut else "",
        interrupted=interrupted,
    )


def of_interruption(format_: str, provider: str) -> Report:
    """The report of an import that was stopped before it changed anything."""
    told = "The import was stopped before it changed anything."
    return Report(format_, provider, {}, [], [Problem(Where(), told).to_letter()], cut=told, interrupted=True)


def of_refusal(format_: str, provider: str, problems: Sequence[Problem]) -> Report:
    """The report of a file that was refused as a whole."""
    return Report(format_, provider, {}, [], [problem.to_letter() for problem in problems], refused_whole=True)


def _grouped(title: str, warnings: list[Letter]) -> Iterator[str]:
    """Warnings by kind: how many, and the first of each."""
    if not warnings:
        return
    yield f"{title}:"
    numbers = Counter(warning["code"] for warning in warnings)
    for code, number in numbers.most_common():
        first = next(warning for warning in warnings if warning["code"] == code)
        yield f"  {number:>5} {code}: {_spot(first)}{first['message']}"


def _listed(title: str, problems: list[Letter]) -> Iterator[str]:
    if problems:
        yield f"{title}:"
    for problem in problems[:SHOWN]:
        told = [f"{problem['field']}:" if problem["field"] else "", problem["message"], problem.get("hint", "")]
        yield f"  {_spot(problem)}{' '.join(part for part in told if part)}"
    if len(problems) > SHOWN:
        yield f"  … and {len(problems) - SHOWN} more (--json shows all)"


def _spot(letter: Letter) -> str:
    return f"line {letter['line']}: " if letter["line"] else ""
