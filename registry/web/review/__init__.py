"""The reviewer's desk: the queue, one case beside its criteria, the look at a decision before it is taken, what waits
for a second person, appeals, reports, new addresses to enrol, and how the team does. All addresses stand in this one
table; which offer one may handle is asked by the verbs."""

from flask import Blueprint

from registry.kernel.routes import Route, register
from registry.web.pages import shown
from registry.web.review import addresses, appeals, assigning, decide, handling, queue, reports, seconding, team

POST = ("POST",)
OWN = None  # a view that reads all of its address
OF_CASE = ("review", "done")
OF_DECISION = ("review", "action")
LISTS = OWN  # their page, and which of the two states

ROUTES: tuple[Route, ...] = (
    Route("", "queue", shown(queue.show, OWN), "desk"),
    Route("/assign", "assign", shown(assigning.assign, OWN), "admin", POST),
    Route("/cases/<code>", "case", shown(handling.show, OF_CASE), "desk"),
    Route("/cases/<code>/findings", "save", shown(handling.save, OF_CASE), "reviewer", POST),
    Route("/cases/<code>/take", "take", shown(handling.take, OF_CASE), "reviewer", POST),
    Route("/cases/<code>/release", "release", shown(handling.release, OF_CASE), "desk", POST),
    Route("/cases/<code>/interest", "interest", shown(handling.interest), "desk", POST),
    Route("/cases/<code>/decide", "decide", shown(decide.show, OF_DECISION), "desk"),
    Route("/cases/<code>/decide", "decided", shown(decide.send, OF_DECISION), "desk", POST),
    Route("/team", "team", shown(team.show), "desk"),
    Route("/proposals", "proposals", shown(seconding.every, LISTS), "desk"),
    Route("/proposals/<int:number>", "proposal", shown(seconding.show), "desk"),
    Route("/proposals/<int:number>/confirm", "confirm", shown(seconding.confirm), "desk", POST),
    Route("/proposals/<int:number>/reject", "reject", shown(seconding.reject), "desk", POST),
    Route("/decisions/<int:number>/redact", "redact", shown(seconding.redaction), "admin"),
    Route("/decisions/<int:number>/redact", "redacted", shown(seconding.redact), "admin", POST),
    Route("/appeals", "appeals", shown(appeals.every, LISTS), "desk"),
    Route("/appeals/<int:number>", "appeal", shown(appeals.show), "desk"),
    Route("/appeals/<int:number>/take", "take_appeal", shown(appeals.take), "desk", POST),
    Route("/appeals/<int:number>/propose", "propose_answer", shown(appeals.propose), "desk", POST),
    Route("/reports", "reports", shown(reports.every, LISTS), "desk"),
    Route("/reports/<reference>", "report", shown(reports.show), "desk"),
    Route("/reports/<reference>/close", "close_report", shown(reports.close), "desk", POST),
    Route("/addresses", "addresses", shown(addresses.every, LISTS), "desk"),
    Route("/addresses/<int:number>", "address", shown(addresses.show), "desk"),
    Route("/addresses/<int:number>/release", "release_address", shown(addresses.release), "desk", POST),
    Route("/addresses/<int:number>/refuse", "refuse_address", shown(addresses.refuse), "desk", POST),
)

blueprint = register(Blueprint("review", __name__, url_prefix="/review"), ROUTES)
