"""What applying a file would do, worked out without changing anything: every record compared with what its source said
last and with what the registry holds. The general flow of every format; a reader only has to hand over a `Feed`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from registry.catalogue import intake, readiness
from registry.catalogue import runs as catalogue_runs
from registry.catalogue.model import CURRENT, EXAMINED_NOW, OPEN
from registry.catalogue.specification import Specification, sealed
from registry.catalogue.views import Held, HeldRun
from registry.interchange import hosts
from registry.interchange.present import Entry, Present, Said
from registry.interchange.record import Feed, Letter, Problem, ProviderRecord, Record, Remark, Where
from registry.kernel import clock
from registry.kernel.canonical import digest
from registry.kernel.errors import Invalid, RegistryError, flat

SHARE_TO_CONFIRM = 10  # percent of a provider's offers that may be withdrawn without being asked


@dataclass(frozen=True)
class Order:
    """What was asked for: for which provider (slug), from where, and what may be done beyond drafts."""

    provider: str
    source: str = ""
    publish: bool = False
    basis: str = ""
    complete: bool = False
    confirm: int | None = None

    def options(self) -> Letter:
        """What changes what an import does, for recognising the same one again."""
        return {"publish": self.publish, "basis": self.basis, "complete": self.complete}


@dataclass
class Step:
    """What one record comes to: `outcome` new, changed, unchanged or refused, and for a change what of it changed."""

    record: Record
    outcome: str
    said: Said
    held: Held | None = None
    spec_changed: bool = False
    identifiers_changed: bool = False
    runs: dict[str, Letter] = field(default_factory=dict)  # those new or changed, by key, as they will be stored
    gone: list[str] = field(default_factory=list)
    publish: bool = False
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


@dataclass
class Correction:
    """What becomes of the provider's own entry or of one of its places: `said` by the file, `entry` as it stands here
    (None: to be entered), `changes` by field, None where a value goes; `formerly` the place's key when that changed."""

    about: str
    key: str
    where: Where
    said: Letter
    entry: Entry | None = None
    changes: Letter = field(default_factory=dict)
    formerly: str | None = None


@dataclass
class Plan:
    """The whole: the provider's record, the steps in file order, what is missing from a complete file, what is
    corrected of the provider's entry and its places, all remarks."""

    order: Order
    feed: Feed
    provider: ProviderRecord
    provider_code: str | None
    steps: list[Step]
    missing: dict[str, Held] = field(default_factory=dict)
    offers: int = 0  # how many offers the provider has, for judging how many would go
    remarks: list[Remark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    newcomer: Letter = field(default_factory=dict)  # with what an unknown provider will be entered
    corrections: list[Correction] = field(default_factory=list)
    mark: tuple[int, int] = (0, 0)  # as of which import it was made
    cut: Problem | None = None  # why carrying it out ended before its end

    def count(self, outcome: str) -> int:
        """How many records come to this outcome."""
        return sum(1 for step in self.steps if step.outcome == outcome)

    @property
    def runs(self) -> int:
        """How many runs the file holds."""
        return sum(len(step.record.runs) for step in self.steps)

    @property
    def is_refused(self) -> bool:
        """Can nothing at all of the file be taken?"""
        return bool(self.steps) and self.count("refused") == len(self.steps)

    @property
    def needs_confirmation(self) -> bool:
        """Would more of the provider's offers be withdrawn than may be without asking?"""
        return len(self.missing) * 100 > self.offers * SHARE_TO_CONFIRM

    def stopped(self, undone: Sequence[Step], why: Problem) -> None:
        """These steps were not carried out."""
        for step in undone:
            step.outcome = "refused"
        self.cut = why

    def all_problems(self) -> list[Problem]:
        """What was refused and why, in file order, then what concerns no record, and why it ended early."""
        told = [problem for step in self.steps for problem in step.problems] + self.problems
        return [*told, self.cut] if self.cut else told


def make(order: Order, feed: Feed, provider: ProviderRecord, present: Present) -> Plan:
    """Compare each record of the provider with what is present."""
    steps = [_step(record, order, present) for record in provider.records]
    plan = Plan(order, feed, provider, present.provider_code, steps, offers=present.offers, mark=present.mark)
    plan.remarks = [*feed.remarks_on(provider), *_edited_here(steps, present)]
    plan.remarks += [remark for step in steps if step.outcome != "refused" for remark in step.remarks]
    if order.complete:
        listed = {record.key for record in provider.records}
        plan.missing = {key: held for key, held in present.held.items() if key not in listed and is_alive(held)}
    return plan


def is_alive(held: Held) -> bool:
    """Is the offer, or its next version, still something that could be withdrawn?"""
    return held.state in (*OPEN, *CURRENT)


def _step(record: Record, order: Order, present: Present) -> Step:
    if record.problems:
        return Step(record, "refused", Said(), problems=record.problems + record.run_problems)
    try:
        spec, runs = _checked(record)
    except Invalid as refusal:
        return Step(record, "refused", Said(), problems=problems_of(record, refusal) + record.run_problems)
    held = present.held.get(record.key)
    taken = hosts.take(record, runs, held, present, order.publish)
    said = Said(sealed(spec)[1], digest(record.identifiers), taken.said, taken.without)
    step = Step(record, "new", said, held, problems=list(record.run_problems))
    step.remarks = hosts.remarks(record, taken.astray, hosts.REFUSED)
    step.remarks += hosts.remarks(record, taken.came, hosts.ALLOWED)
    if step.held is None:
        step.spec_changed, step.runs = True, taken.runs
    else:
        _compare(step, present, taken)
        if record.key in present.withdrawn:  # it went because it was missing, and is there again
            step.spec_changed, step.outcome = True, "changed"
    _decide_publishing(step, order, spec, taken.runs)
    if step.held and step.spec_changed and step.held.state in EXAMINED_NOW:
        told = f"The offer {step.held.code} is being examined and cannot be changed now."
        problem = Problem(
            Where(record.key, record.line), told, step.held.state, "Recall it, or import again afterwards."
        )
        return replace(step, outcome="refused", problems=[*step.problems, problem])
    return step


def _checked(record: Record) -> tuple[Specification, dict[str, Letter]]:
    """The record as it would be stored; raises Invalid with the fields of runs under "runs"."""
    errors: dict[str, Any] = {}
    spec: Specification | None = None
    try:
        spec = intake.check(record.letter)
    except Invalid as refusal:
        errors |= refusal.errors
    runs: dict[str, Letter] = {}
    for position, run in enumerate(record.runs):
        try:
            runs[run.key] = intake.check_run(run.letter)
        except Invalid as refusal:
            errors.setdefault("runs", {})[str(position)] = refusal.errors
    if errors or spec is None:
        raise Invalid(errors)
    return spec, runs


def _compare(step: Step, present: Present, taken: hosts.Taken) -> None:
    """Fill in what changed: against what the source said last time, else against what the registry holds."""
    held, said, before = step.held, step.said, present.said.get(step.record.key)
    if held is None:
        return
    if before is None:
        step.spec_changed = said.spec != held.content_sha256
        step.identifiers_changed = list(held.source.get("identifiers", [])) != step.record.identifiers
        step.runs = {
            key: run for key, run in taken.runs.items() if key not in held.runs or held.runs[key].letter != run
        }
        known = list(held.runs)
    else:
        step.spec_changed = said.spec != before.spec
        step.identifiers_changed = said.identifiers != before.identifiers
        step.runs = taken.changed
        known = [key for key in before.runs if key in held.runs]
    step.gone = [key for key in known if key not in taken.runs and is_to_come(held.runs[key])]
    changed = step.spec_changed or step.identifiers_changed or step.runs or step.gone
    step.outcome = "changed" if changed else "unchanged"


def is_to_come(run: HeldRun) -> bool:
    """A run that is over stays as it was, whether or not the source still tells of it."""
    ends = catalogue_runs.dates(run.letter).ends
    return run.state == "planned" and (ends is None or ends > clock.now())


def _decide_publishing(step: Step, order: Order, spec: Specification, runs: dict[str, Letter]) -> None:
    """Publish what this import brings; of a draft already here only if it is exactly what the source says."""
    if not order.publish:
        return
    held = step.held
    ours = held is not None and held.state == "draft" and held.content_sha256 == step.said.spec
    if held is not None and not step.spec_changed and not ours:
        return
    say_how = any((run.get("enrol") or {}).keys() & {"url", "text"} for run in runs.values())
    missing = readiness.admission_points(spec, runs_say_how=say_how, has_contact=bool(held and held.contact))
    for point in missing:
        where = Where(step.record.key, step.record.line, point.field)
        told = f"It cannot be listed, and is taken as a draft: {point.message}"
        step.problems.append(Problem(where, told, "", "Add this at the source, or complete the draft here."))
    step.publish = not missing
    if step.publish and step.outcome == "unchanged":
        step.outcome = "changed"


def _edited_here(steps: list[Step], present: Present) -> list[Remark]:
    """Remarks on offers people changed here since the last import, which the file will now change again."""
    remarks = []
    for step in steps:
        before = present.said.get(step.record.key)
        if step.held and before and step.spec_changed and step.held.content_sha256 != before.spec:
            told = (
                f"The offer {step.held.code} was edited here since the last import; the file's content replaces that."
            )
            remarks.append(Remark(Where(step.record.key, step.record.line), "edited-here", step.held.code, told))
    return remarks


def problems_of(record: Record, refusal: RegistryError, hint: str = "Correct it at the source.") -> list[Problem]:
    """Why a record was refused: one problem for each field it fails at, with the line of the run where it is one of a
    run."""
    problems = []
    for path, message in flat(refusal.errors if isinstance(refusal, Invalid) else {}):
        line = record.line
        if path.startswith("runs."):
            line = record.runs[int(path.split(".")[1])].line
        problems.append(Problem(Where(record.key, line, path or None), message, "", hint))
    return problems or [Problem(Where(record.key, record.line), refusal.message, "", hint)]
