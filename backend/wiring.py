"""What follows what: for each fact, the jobs that start when it is committed; and where the jobs are."""

from backend.commands import jobs as commands
from backend.core import partitions
from backend.core.facts import Job
from backend.core.http import idempotency
from backend.devices import jobs as devices
from backend.devices.queries import handed_over
from backend.duty import jobs as duty
from backend.health import jobs as health
from backend.health.actions import purge
from backend.identity import jobs as identity
from backend.incidents import jobs as incidents
from backend.incidents.queries import photos
from backend.indicators import jobs as indicators
from backend.modules import jobs as modules
from backend.modules.queries import photos as module_photos
from backend.open311 import jobs as open311
from backend.paging import jobs as paging
from backend.push import jobs as push
from backend.sites import jobs as sites
from backend.sites.models.site import SiteWorker
from backend.sites.queries import day_photos
from backend.uploads import jobs as uploads
from backend.uploads.keepers import Keeper
from backend.volunteers import jobs as volunteers

#: Every module that declares jobs: importing it here makes its jobs known to the worker.
JOBS = (
    partitions,
    idempotency,
    identity,
    push,
    uploads,
    duty,
    volunteers,
    devices,
    health,
    sites,
    commands,
    incidents,
    paging,
    modules,
    open311,
    indicators,
)

#: Who is asked before photos are thrown away. Those of handed-over items stay with their uploads.
KEEPERS = (
    Keeper(records=lambda _: set(), photos=photos.shown),
    Keeper(records=lambda _: set(), photos=day_photos.shown),
    Keeper(records=lambda _: set(), photos=module_photos.shown),
    Keeper(records=handed_over.kept, photos=lambda _: set()),
)

#: What lies above health and is destroyed with its records: kind → its key, and how long it is kept.
DESTROYED: purge.Kinds = {"site_worker": (SiteWorker.id, SiteWorker.purge_after)}

#: Who keeps the places of its records.
REHOMED = tuple(
    Job(f"{domain}.rehome", takes=("path",))
    for domain in (
        *("identity", "duty", "volunteers", "health", "sites", "incidents", "paging", "modules", "open311"),
        "indicators",
    )
)
#: People are told what a domain has to say that knows nothing of push.
TOLD = (Job("push.tell_people", takes=("people", "notice", "subject_id", "texts", "navigate", "expires_at")),)
#: What a text announced may have come in the meantime.
PHOTOS = (Job("incidents.take_in_photos", takes=("subject_id",)),)
#: An order may have come of a case.
OF_A_CASE = (Job("incidents.follow_order", takes=("subject_id",)),)
#: Groups hear of every word of an order.
OF_AN_ORDER = (Job("commands.tell_groups", takes=("subject_id",)), *OF_A_CASE)
#: What is expected of an order, from what was known when it was sent.
FORECAST = Job("commands.freeze_forecast", takes=("subject_id",))

#: Boards show how sites and people at home stand.
SITES = (
    "site.drafted", "site.edited", "site.applied", "site.checked", "site.returned", "site.approved",
    "site.refused", "site.started", "site.suspended", "site.resumed", "site.finished", "site.workers_listed",
    "site.worker_removed", "site.worker_brought_back", "site.workers_judged", "site.workers_turned",
    "site.photo_arrived", "site.day_missed",
)  # fmt: skip
OF_A_SITE = (Job("modules.follow_site", takes=("subject_id",)),)
ISOLATIONS = (
    "isolation.opened", "isolation.entered", "isolation.climbed", "isolation.team_set",
    "isolation.errand_asked", "isolation.errand_done", "isolation.released", "isolation.cleared",
)  # fmt: skip
OF_AN_ISOLATION = (Job("modules.follow_isolation", takes=("subject_id",)),)

#: What modules say of themselves, and nothing follows.
OF_MODULES = (
    "module.loaded", "module.drafted", "module.draft_changed", "module.submitted", "module.refused",
    "module.published", "module.withdrawn", "entity.became", "entity.set_by_hand", "entity.hand_ended",
    "entity.task_dismissed", "entity.destroyed", "entity.stripped",
)  # fmt: skip

FOLLOWS: dict[str, tuple[Job, ...]] = {
    # areas
    **dict.fromkeys(("area.imported", "area.drawn", "area.renamed", "area.grids_made"), ()),
    "area.succeeded": REHOMED,
    # demo
    "demo.loaded": (),
    "demo.modules_filled": (),
    # identity
    "session.started": (),
    "session.ended": (Job("push.drop_device_subscriptions", takes=("device_id", "person_id", "subject_id")),),
    "account.locked": (),
    "password.changed": (),
    "password.issued": (),
    **dict.fromkeys(("person.created", "person.edited", "person.deactivated", "person.reactivated"), ()),
    "people.imported": (),
    "people.rehomed": (),
    "role.granted": (),
    "role.revoked": (),
    # push
    "subscription.started": (),
    "subscription.ended": (),
    "push.origin_refused": (),
    "order_month.moved_out": (),
    "order_month.brought_back": (),
    "push.keys_rotated": (),
    # uploads
    "upload.finished": (
        Job("uploads.make_thumb", takes=("sha256",)),
        Job("incidents.photo_finished", takes=("record_id",)),
        Job("sites.photo_finished", takes=("record_id",)),
        Job("modules.photo_finished", takes=("record_id",)),
    ),
    "upload.refused": (),
    # duty
    "duty.checked_in": (),
    "duty.checked_out": (),
    "duty.ended": (),
    # health; what anybody has, or said of it, stands in no fact
    "declaration.made": (),
    "appeal.filed": (),
    "appeal.granted": (),
    "appeal.refused": (),
    **dict.fromkeys(ISOLATIONS, OF_AN_ISOLATION),
    "place.opened": (),
    "place.closed": (),
    "gate.checked_in": (),
    "gate.double_use_found": (),
    "signing_key.made": (),
    "signing_key.revoked": (),
    "health.destroyed": (Job("modules.fill_boards"),),
    # sites; whose code was what stands in no fact
    **dict.fromkeys(SITES, OF_A_SITE),
    "site.day_written": (Job("sites.photo_finished", takes=("record_id",)), *OF_A_SITE),
    # volunteers
    "register.sent": (Job("volunteers.read_list", takes=("subject_id",)),),
    "register.failed": (),
    "register.judged": (),
    "register.confirmed": (Job("volunteers.take_list_in", takes=("subject_id",)),),
    "register.taken_in": (),
    "register.forgotten": (),
    "register_export.asked": (Job("volunteers.write_export", takes=("subject_id",)),),
    "register_export.written": (),
    "register_export.forgotten": (),
    **dict.fromkeys(("volunteer.joined", "volunteer.edited", "volunteer.unmasked", "volunteer.merged"), ()),
    **dict.fromkeys(("volunteer.split", "volunteer.erased"), ()),
    "activity.made": (),
    "activity.edited": (),
    "activity.published": (),
    "activity.cancelled": (),
    "activity.told": TOLD,
    "signup.made": (),
    "signup.waits": (),
    "signup.moved_up": (),
    "signup.withdrawn": (),
    "signup.checked_in": (),
    "signup.checked_out": (),
    "signup.entered": (),
    "signup.confirmed": (),
    "signup.refused": (),
    "signup.missed": (),
    "calendar_feed.made": (),
    "calendar_feed.revoked": (),
    # devices
    "device.gap_found": (),
    "device.gap_closed": (),
    "quarantine.handed_over": (),
    "quarantine.settled": (),
    # commands
    **dict.fromkeys(("plan.loaded", "plan.edited", "plan.withdrawn", "plan.restored"), ()),
    **dict.fromkeys(("submission.sent", "submission.approved", "submission.refused", "submission.withdrawn"), ()),
    **dict.fromkeys(("submission.overridden", "submission.expired"), ()),
    "order.issued": (FORECAST, Job("commands.adopt_drill", takes=("subject_id",)), *OF_AN_ORDER),
    "order.overridden": (),
    "order.updated": (FORECAST, *OF_AN_ORDER),
    "order.cancelled": (Job("push.take_back", takes=("references", "chain")), *OF_AN_ORDER),
    "order.cleared": OF_AN_ORDER,
    "order.expired": (),
    "order.accepted": (),
    "order.first_shown": (),
    "order.first_acknowledged": (),
    "order.first_arrived": (),
    "order.resent": (),
    "order.climbed": (),
    "order.taken_over": (),
    "order.report_exported": (),
    "report.asked": (Job("commands.write_report", takes=("subject_id",)),),
    "report.written": (),
    "order.substituted": (),
    "order.no_substitute": (),
    "recipient.fell_out": (
        Job("commands.pull_in_substitute", takes=("subject_id", "person_id")),
        Job("commands.call_next", takes=("subject_id", "person_id")),
    ),
    "muster.issued": (),
    "muster.called_next": (),
    "ladder.begun": (),
    "door_knock.opened": (),
    "door_knock.ended": (),
    "receipt.taken": (),
    "drill.planned": (),
    "drill.started": (),
    "drill.called_off": (),
    "drill.finished": (),
    "drill.series_ended": (),
    "help_call.opened": (),
    "help_call.ended": (),
    "help_call.attended": (),
    # incidents
    "incident.reported": PHOTOS,
    "incident.verified": PHOTOS,
    "incident.accepted": (),
    "incident.not_accepted": PHOTOS,
    "incident.registered": (),
    "incident.not_registered": (),
    "incident.dispatched": (),
    "incident.started": (),
    "incident.returned": (),
    "incident.handled": PHOTOS,
    "incident.extension_asked": (),
    "incident.extension_granted": (),
    "incident.extension_refused": (),
    "incident.suspended": (),
    "incident.resumed": (),
    "incident.closed": PHOTOS,
    "incident.check_failed": PHOTOS,
    "incident.cancelled": (),
    "incident.urged": (),
    "incident.supervised": (),
    "incident.merged": (),
    "incident.rated": (),
    "incident.climbed": (),
    "incident.photo_arrived": (),
    "incident.order_followed": (),
    "unit.created": (),
    "unit.edited": (),
    "unit.members_set": (),
    "calendar.set": (),
    "export.asked": (Job("incidents.write_export", takes=("subject_id",)),),
    "export.written": (),
    "export.forgotten": (),
    # paging; what anybody answered stands in no fact
    "script.made": (),
    "script.changed": (),
    "campaign.made": (),
    "campaign.started": (),
    "campaign.paused": (),
    "campaign.resumed": (),
    "campaign.finished": (),
    "paging.taken": (),
    "paging.given_back": (),
    "paging.closed": (),
    "paging.reopened": (),
    "paging.destroyed": (),
    # street modules
    **dict.fromkeys(OF_MODULES, ()),
    "module.switched": (Job("modules.fill_boards"), Job("modules.catch_up_more")),
    "entity.saved": (Job("modules.take_in_photos", takes=("subject_id",)),),
    "entity.photo_arrived": (),
    # open311
    "application.issued": (),
    "application.renewed": (),
    "application.revoked": (),
    # indicators; thresholds are looked at by the clock, in batches
    **dict.fromkeys(("readings.taken", "reading.corrected", "feed.issued", "feed.renewed", "feed.revoked"), ()),
    "threshold.crossed": TOLD,
    "cockpit.mode_switched": (),
}
