"""The starter folder of `claimgraph init`: settings, one record file, and its JSON Schema.

Everything in it is invented. It shows each kind of record, and it dumps as it is.
"""

from __future__ import annotations

from pathlib import Path

from claimgraph.errors import ClaimgraphError
from claimgraph.records import schema, settings

SETTINGS = """\
# What holds for all records of this folder. Every line may be left out.

# All IRIs begin with it; take a domain of yours, so that they are yours. It ends in "/".
base = "https://example.org/data/"
# Names this folder in the IRIs: {base}claim/harbour/ferry-nobody-hurt
source = "harbour"
title = "Claims about the harbour of Port Ember"
description = "A made-up example of two articles, what they claim, and a review."
# Of texts that name none, as a BCP 47 language tag.
language = "en"
# Order of day and month in dates such as 03/04/2025, in pages and tables that are read.
date_order = "dmy"
# Of the records, not of the articles that they tell of.
license = "https://creativecommons.org/licenses/by/4.0/"

# The desk that made the records. Records may refer to it by its id, as to an actor.
[publisher]
id = "ember-check"
name = "Ember Check"
url = "https://example.org/ember-check"
"""

RECORDS = """\
# yaml-language-server: $schema=records.schema.json
# Everything here is invented. Records refer to each other by id, in any order and across the
# files of the folder; an id has letters, digits, "-", "." and "_". What is not known is left out.

articles:
  - id: harbour-times-ferry
    url: https://example.org/harbour-times/ferry
    headline: Ferry runs aground off Port Ember, nobody hurt
    language: en
    publisher: harbour-times
    authors: [ina-marsh]
    published: 2025-03-02
    genre: report                     # report, opinion, analysis or fact-check
    about: [ferry-grounding]
    mentions: [port-ember]
    # The text that evidence points into, for `claimgraph check-spans`:
    # text: {file: ferry.txt, length: 1482, sha256: <SHA-256 of the file>}
  - id: hill-courier-ferry
    url: https://example.org/hill-courier/ferry
    headline: {en: Dozens hurt on the ferry, fr: Des dizaines de blessés sur le ferry}
    language: en
    publisher: hill-courier           # not signed: its own voice is the publisher's
    published: 2025-03
    genre: report
    about: [ferry-grounding]
    cites: [harbour-times-ferry]

actors:                               # who speaks, acts or is acted upon
  - {id: harbour-times, type: news, name: The Harbour Times}
  - {id: hill-courier, type: news, name: Hill Courier}
  - {id: ina-marsh, type: person, name: Ina Marsh, affiliation: [harbour-times]}
  - id: ember-ferries
    type: company
    name: Ember Ferries
    aliases: [the ferry line]         # every other spelling met in a text
    area_served: port-ember
  - id: hill-courier-ferry.passengers # not named: a description, and the one article that tells
    type: group
    description: passengers of the ferry
    article: hill-courier-ferry

places:                               # a place never speaks: its government is an actor
  - {id: emberland, type: country, name: Emberland}
  - {id: port-ember, type: city, name: {en: Port Ember, fr: Port-Braise}, inside: emberland}

events:                               # under neutral names
  - id: ferry-grounding
    type: accident
    name: Grounding of a ferry off Port Ember
    when: 2025-03-01                  # or 2025-03, 2025, 2025?-03-01, 2025-03-01/2025-03-04
    where: [port-ember]
    participants:
      - {actor: ember-ferries, role: operator}
      # What is known only from a claim says so; a role that blames always does.
      - actor: hill-courier-ferry.passengers
        role: injured
        according_to: [ferry-dozens-hurt]
  - id: ferry-accident                # told apart at first; the link below makes them one
    type: accident
    name: Accident of a ferry in the bay of Port Ember
    when: 2025-03

claims:                               # one proposition each, in your own words
  - id: ferry-nobody-hurt
    text: Nobody was hurt when the ferry ran aground.
    about: [ferry-grounding]
    attributions:                     # who tells it, where, with what stance and in what form
      - id: company                   # the article relays what the company says
        speaker: ember-ferries
        article: harbour-times-ferry
        stance: asserts               # asserts, suggests, denies or reports
        form: indirect                # own-voice, direct or indirect
        said: 2025-03-01
        named_as: the ferry line
        relayed_by: reporter
        # A passage of the article's text, from `start` to before `end`, counted from 0:
        # evidence: [{start: 210, end: 274, sha256: <SHA-256 of the passage>}]
      - id: reporter
        speaker: ina-marsh
        article: harbour-times-ferry
        stance: reports
        form: own-voice
  - id: ferry-dozens-hurt
    text: Dozens of passengers were hurt when the ferry ran aground.
    about: [ferry-grounding]
    attributions:
      - speaker: hill-courier-ferry.passengers
        article: hill-courier-ferry
        stance: asserts
        form: direct

contradictions:
  - id: ferry-number-hurt
    claims: [ferry-nobody-hurt, ferry-dozens-hurt]
    aspect: number    # cause, number, date, place, actor, reason, assessment or occurrence
    about: [ferry-grounding]

reviews:
  - id: ferry-dozens-hurt.review
    claim: ferry-dozens-hurt
    desk: ember-check                 # the publisher in claimgraph.toml
    url: https://example.org/ember-check/ferry
    headline: No, the hospitals of Port Ember treated four passengers
    language: en
    published: 2025-03-05
    rating: {label: Mostly false, value: 2, best: 5, worst: 1}
    verdicts: {truth: mostly-false}
    corrections:
      - {text: We first wrote of three passengers., published: 2025-03-06}

links:                                # somebody's decision that events told apart are one
  - id: ferry-one-accident
    event: ferry-grounding
    same: [ferry-accident]
    by: ember-check
    decided: 2025-03-05
"""


def write(folder: Path) -> list[Path]:
    """Write the starter folder, made if need be; raise ClaimgraphError where a file exists."""
    texts = {
        folder / settings.FILE: SETTINGS,
        folder / "records.yaml": RECORDS,
        folder / "records.schema.json": schema.text(),
    }
    for path in texts:
        if path.exists():
            raise ClaimgraphError(f"{path} exists and is left as it is; name a new folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise ClaimgraphError(f"{error.filename}: {error.strerror}; name another folder") from error
    return list(texts)
