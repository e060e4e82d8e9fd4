"""A module of a few lines, whole and fit, for tests that break one thing of it."""

SMALL = """\
id: bench
version: 2
accepts: [1]
icon: bench
title: {zh: 长椅, en: Benches}
owner: {zh: 街道办, en: Street office}
about: {zh: 街道长椅巡查。, en: The benches of a street.}
limits:
  every: {label: {zh: 周期, en: Interval}, value: 30, min: 7, max: 90}
entities:
  bench:
    title: {zh: 长椅, en: Bench}
    label: place
    fields:
      place: {label: {zh: 地点, en: Place}, schema: {type: string, minLength: 1}, personal: none, required: true}
      sound: {label: {zh: 完好, en: Sound}, schema: {type: boolean}, personal: none}
      seen_on: {label: {zh: 巡查日期, en: Seen on}, schema: {type: string, format: date}, personal: none}
      donor: {label: {zh: 捐赠人, en: Donor}, schema: {type: string}, personal: name}
    values:
      age: {days_since: {var: seen_on}}
forms:
  look:
    for: bench
    creates: true
    title: {zh: 巡查, en: Look}
    pages:
      - title: {zh: 巡查, en: Look}
        widgets:
          - {field: place, as: text}
          - {field: sound, as: yes_no, require_if: true}
          - {field: donor, as: text, show_if: {var: sound}}
    sets:
      seen_on: {var: today}
states:
  bench:
    good: {zh: 好, en: Good, colour: green, icon: check, level: 0}
    broken: {zh: 坏, en: Broken, colour: red, icon: stop, level: 1}
rules:
  bench:
    - id: broken
      state: broken
      because:
        - {when: {'===': [{var: sound}, false]}, say: {zh: 损坏, en: broken}}
        - {when: {'>': [{var: age}, {var: limit.every}]}, say: {zh: "{age} 天未看", en: "not seen for {age} days"}}
    - id: good
      state: good
      because:
        - {when: true, say: {zh: 完好, en: sound}}
tasks:
  - id: look
    for: bench
    title: {zh: 巡查, en: Look}
    form: look
    when: true
    due: {from: {var: seen_on}, days: {var: limit.every}}
    window: 5
    assign: grid_worker
    escalate: {after: 2, to: duty_officer}
indicators:
  - id: sound
    for: bench
    title: {zh: 完好率, en: Sound}
    unit: {zh: '%', en: '%'}
    kind: percent
    where: {var: sound}
    roll_up: ratio
permissions: {read: [grid_worker], write: [grid_worker], by_hand: [duty_officer]}
retention:
  bench: {days: 365, from: saved, then: strip}
migrations:
  - to: 2
    steps:
      - {do: rename, entity: bench, field: where, becomes: place}
      - {do: map, entity: bench, field: sound, values: {'yes': true, 'no': false}}
      - {do: set, entity: bench, field: donor, value: {if: [{var: donor}, {var: donor}, {var: giver}]}}
      - {do: drop, entity: bench, field: giver}
tests:
  - title: sound
    today: "2026-03-02"
    for: bench
    given: {data: {place: 桥头, sound: true, seen_on: "2026-03-01"}}
    then: {state: good, tasks: {look: "2026-03-31"}}
  - title: broken
    today: "2026-03-02"
    for: bench
    given: {data: {place: 桥头, sound: true, seen_on: "2026-01-01"}}
    then: {state: broken, why: {zh: "坏: 60 天未看"}}
  - title: share
    today: "2026-03-02"
    for: bench
    given: [{data: {place: 甲, sound: true}}, {data: {place: 乙, sound: false}}]
    then: {indicators: {sound: {value: 50, numerator: 1, denominator: 2}}}
"""


def line_of(text: str, words: str) -> int:
    """The one line of the text that holds the words."""
    found = [number for number, line in enumerate(text.splitlines(), start=1) if words in line]
    assert len(found) == 1, (words, found)
    return found[0]
