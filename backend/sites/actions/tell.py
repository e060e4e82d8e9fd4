"""Who hears of a site: the street, the bureau, or who has applied."""

from collections.abc import Collection
from uuid import UUID

from backend.core import clock
from backend.health.queries import officers
from backend.push.actions.notices import notify, withdraw
from backend.sites import policy
from backend.sites.models.site import Site
from backend.sites.rules import notices

#: verb → how deep those stand whose turn it is then
NEXT = {"apply": policy.DEPTHS["street"], "check": policy.DEPTHS["district"]}


def stepped(site: Site, verb: str) -> None:
    """What anybody was told of the step before is over."""
    withdraw(site.id)
    if verb in NEXT:
        _tell(verb, officers.at_level(site.area_path, NEXT[verb], policy.OFFICERS), site)
    elif verb in notices.TEXTS and site.created_by is not None:
        _tell(verb, [site.created_by], site)


def turned(site: Site) -> None:
    """Somebody who was cleared is so no more; who, the list says."""
    if site.created_by is not None:
        _tell("turned", [site.created_by], site)


def missed(site: Site) -> None:
    _tell("missed", officers.at_level(site.area_path, policy.DEPTHS["street"], policy.OFFICERS), site)


def _tell(what: str, people: Collection[UUID], site: Site) -> None:
    if people:
        notify(
            sorted(people),
            kind=f"site.{what}",
            subject_id=site.id,
            texts=notices.notice(what, site.name),
            navigate=f"/sites/{site.id}",
            expires_at=clock.now() + notices.LIFE,
        )
