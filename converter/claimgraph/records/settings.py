"""claimgraph.toml: what holds for all records of one source folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from claimgraph.errors import ClaimgraphError, Problem, RecordErrors
from claimgraph.records.convert import Mistakes, convert
from claimgraph.records.fields import Id, Language, Part, Text, Url, row
from claimgraph.records.tree import shown, unplaced

FILE = "claimgraph.toml"
BASE = "https://w3id.org/claimgraph/data/"
Base = Annotated[
    str,
    Meta(
        pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/((?!\.\.?/)[A-Za-z0-9._~-]+/)*(?!\n)$",
        description="an http(s) IRI that ends in `/`",
    ),
]


class Publisher(Part, kw_only=True, frozen=True):
    """The desk that made the records."""

    id: Annotated[Id, row("Its name in IRIs; an actor of that id, if there is one.")]
    name: Annotated[Text, row("Its name.")]
    url: Annotated[Url | None, row("Its site.")] = None


class Settings(Part, kw_only=True, frozen=True):
    """What a source folder says of its records; everything may be left out."""

    base: Annotated[Base, row("The IRI that all IRIs of the records begin with.")] = BASE
    source: Annotated[Id, row("The folder's name in IRIs.")] = "records"
    title: Annotated[Text, row("Title of the dataset.")] = "Claims and their sources"
    description: Annotated[Text | None, row("What the dataset holds.")] = None
    language: Annotated[Language | None, row("Language of texts that name none.")] = None
    license: Annotated[Url | None, row("Licence of the records.")] = None
    date_order: Annotated[
        Literal["dmy", "mdy"] | None,
        row("Order of day and month in dates of digits, in what is read and does not say it."),
    ] = None
    publisher: Annotated[Publisher | None, row("The desk that made the records.")] = None


def read(folder: Path) -> Settings:
    """The settings of the folder, of the nearest one above it that has any, or the defaults.

    Raises RecordErrors.
    """
    above = (folder, *folder.absolute().parents)
    path = next((one / FILE for one in above if (one / FILE).exists()), folder / FILE)
    if not path.exists():
        return Settings()
    import tomllib  # only where it is wanted: a command starts sooner without

    try:
        return convert(unplaced(tomllib.loads(path.read_text("utf-8-sig"))), Settings)
    except OSError as error:
        raise ClaimgraphError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordErrors([Problem(str(path), message=f"not TOML: {error}")]) from error
    except Mistakes as error:
        problems = (Problem(str(path), 0, field, text) for _, field, text in error.found)
        raise RecordErrors(problems) from error


def based(held: Settings, base: str | None) -> Settings:
    """The settings with another base IRI, if one is given; raise ClaimgraphError."""
    if base is None:
        return held
    try:
        checked = msgspec.convert(base, Base)
    except msgspec.ValidationError as error:
        text = f"the base IRI {shown(base)} is not an http(s) IRI that ends in `/`"
        raise ClaimgraphError(text) from error
    return msgspec.structs.replace(held, base=checked)


def joined(plain: Settings, told: Iterable[Settings]) -> Settings:
    """What one of the folders of the web says of it, for it is one source; raise ClaimgraphError.

    `plain` is what it is where nobody describes it.
    """
    own: list[Settings] = []
    for one in told:
        if one.source == plain.source and one not in (plain, *own):
            own.append(one)
    if len(own) > 1:
        raise ClaimgraphError(
            "what is read from the web is one source, and several claimgraph.toml describe it: "
            "put one above all its folders, or dump them one by one"
        )
    return own[0] if own else plain
