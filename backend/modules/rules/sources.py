"""What other domains say of their records to the modules whose rows those are: source → name → the type of its value.

Names of people, numbers and temperatures are not among it: a board counts and sends somebody, the record itself is
looked at where its own domain shows it to who may.
"""

SOURCES: dict[str, dict[str, str]] = {
    "site": {
        "name": "string",
        "builder": "string",
        "stage": "string",
        "stage_since": "string",
        "headcount": "integer",
        "workers": "integer",
        "cleared": "integer",
        "lapsed": "integer",
        "refused": "integer",
        "waiting": "integer",
        "working_from": "string",
        "written_on": "string",
        "present": "integer",
        "abnormal": "integer",
        "missed_on": "string",
    },
    "isolation": {
        "code": "string",
        "opened_on": "string",
        "until_on": "string",
        "half_days": "integer",
        "entered": "integer",
        "missed": "integer",
        "unwell": "integer",
        "errands": "integer",
        "team": "integer",
        "ended_on": "string",
        "outcome": "string",
    },
}

#: Who may read a board of them: nobody whom the domain itself shows nothing, but for who only reads numbers.
READERS: dict[str, frozenset[str]] = {
    "site": frozenset({"commander", "duty_officer", "grid_worker", "handler", "analyst"}),
    "isolation": frozenset({"commander", "duty_officer", "grid_worker"}),
}
