"""The provider itself, as its members keep it: registering it, members and invitations, the entry, the places."""

from registry.kernel.routes import Route
from registry.web.pages import shown
from registry.web.publish.organisation import entry, joining, members, places

BOTH = ("GET", "POST")
OF = "/publish/providers/<code>"

ROUTES: tuple[Route, ...] = (
    Route("/publish/join", "join", shown(joining.join), "signed-in", BOTH),
    Route("/publish/invitations/<token>", "invitation", shown(joining.invitation), "signed-in", BOTH),
    Route("/publish/providers", "providers", shown(entry.own), "member"),
    Route(OF, "provider", shown(entry.entry), "member", BOTH),
    Route(f"{OF}/members", "members", shown(members.members), "member", BOTH),
    Route(f"{OF}/members/<ref>", "member", shown(members.member), "member", ("POST",)),
    Route(f"{OF}/invitations/<int:number>", "withdraw_invitation", shown(members.withdraw), "member", ("POST",)),
    Route(f"{OF}/leave", "leave", shown(members.leave), "member", ("POST",)),
    Route(f"{OF}/places", "places", shown(places.places), "member"),
    Route(f"{OF}/places/new", "new_place", shown(places.new), "member", BOTH),
    Route(f"{OF}/places/<place>", "place", shown(places.place), "member", BOTH),
)
