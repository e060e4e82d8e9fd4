"""The application: extensions, blueprints in rank order, the error handler; no logic."""

from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_smorest import Api

import config
from backend import cli, tables, wiring
from backend.areas.routes import area_lists, areas
from backend.commands import settings as command_settings
from backend.commands.routes import (
    board,
    climbs,
    door_knocks,
    drills,
    help_calls,
    ladder,
    musters,
    my_orders,
    orders,
    plan_versions,
    plans,
    receipts,
    report,
    submissions,
)
from backend.core import facts, jobs, log
from backend.core.db import db
from backend.core.http import actor, client, edge, headers, numbered, openapi, packing, problems, status
from backend.core.http.application import Application
from backend.demo import commands as demo
from backend.devices.routes import devices as held
from backend.devices.routes import quarantine
from backend.duty.routes import my_duty, roster
from backend.health import settings as health_settings
from backend.health.actions import purge
from backend.health.routes import care, gate, my_health
from backend.identity.routes import bearer, me, people, people_lists, sessions, tokens
from backend.incidents.routes import categories as incident_categories
from backend.incidents.routes import exports, incidents, order_link, saved_filters, steps, units
from backend.indicators import settings as indicator_settings
from backend.indicators.routes import cockpit, feeds, readings, watches
from backend.maps import settings as map_settings
from backend.maps.routes import ground as map_ground
from backend.maps.routes import layers as map_layers
from backend.modules.routes import drafts, entities, street_modules
from backend.open311.routes import applications, errors, georeport
from backend.paging import settings as paging_settings
from backend.paging.routes import answers as paging_answers
from backend.paging.routes import calls
from backend.paging.routes import campaigns as paging_campaigns
from backend.paging.routes import scripts as paging_scripts
from backend.push import settings as push_settings
from backend.push.routes import callbacks, devices, reach
from backend.realtime.routes import changes, stream
from backend.sites.routes import site_workers, sites
from backend.uploads import keepers
from backend.uploads import settings as upload_settings
from backend.uploads.routes import uploads
from backend.volunteers import settings as volunteer_settings
from backend.volunteers.routes import activities, my_record, my_service, register, register_exports, register_lists

#: The routes modules, in rank order; each holds one blueprint named `blp`.
ROUTES = (
    status,
    areas,
    area_lists,
    sessions,
    me,
    people,
    people_lists,
    devices,
    reach,
    callbacks,
    uploads,
    my_duty,
    roster,
    held,
    quarantine,
    my_health,
    gate,
    care,
    sites,
    site_workers,
    register,
    register_lists,
    register_exports,
    my_record,
    activities,
    my_service,
    plans,
    plan_versions,
    orders,
    submissions,
    my_orders,
    board,
    climbs,
    help_calls,
    ladder,
    door_knocks,
    receipts,
    report,
    drills,
    musters,
    incident_categories,
    incidents,
    steps,
    order_link,
    exports,
    saved_filters,
    units,
    paging_campaigns,
    paging_scripts,
    paging_answers,
    calls,
    street_modules,
    entities,
    drafts,
    georeport,
    applications,
    map_ground,
    map_layers,
    stream,
    changes,
    cockpit,
    watches,
    readings,
    feeds,
)


def create_app(**overrides: Any) -> Flask:
    """Build the application; `overrides` replace settings of config.py by name."""
    app = Application(__name__, static_folder=None)
    app.config.from_mapping(config.settings() | overrides)
    log.set_up_logs()
    db.init_app(app)
    Migrate(app, db, directory=str(config.ROOT / "migrations"))
    bind(app)
    edge.set_up(app, receipts.BY_TOKEN)
    headers.guard(app)
    packing.set_up(app)
    numbered.set_up(app)
    tokens.set_up(app)
    api = Api(app)
    for routes in ROUTES:
        api.register_blueprint(routes.blp)
    openapi.describe_api(api)
    app.register_blueprint(openapi.docs_page(api))
    app.register_blueprint(client.blueprint)
    problems.show_problems(app)
    cli.register(app)
    demo.register(app)
    assert tables.__all__
    return app


def bind(app: Flask) -> None:
    """Tell the floors below which application this process runs; of several, the one bound last counts."""
    jobs.bind(app)
    push_settings.bind(app.config)
    command_settings.bind(app.config)
    upload_settings.bind(app.config)
    health_settings.bind(app.config)
    volunteer_settings.bind(app.config)
    purge.also(wiring.DESTROYED)
    paging_settings.bind(app.config)
    map_settings.bind(app.config)
    indicator_settings.bind(app.config)
    facts.follow(wiring.FOLLOWS)
    keepers.ask(wiring.KEEPERS)
    actor.identify_with(bearer.identify)
    problems.show_otherwise(errors.PREFIX, errors.shown)
