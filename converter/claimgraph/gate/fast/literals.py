"""Whether a literal is of a datatype, and which of two is less: as rdflib and pySHACL say.

rdflib is asked, and loaded, only where the spelling alone does not tell: the forms below are a
part, not all, of those that are right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from claimgraph.gate import terms

if TYPE_CHECKING:
    import rdflib

XSD = "http://www.w3.org/2001/XMLSchema#"
_STANDARD = ("<http://www.w3.org/2001/XMLSchema#", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#")
_MONTH = r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])"
_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAY = (
    r"(?!0000)(?:[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    rf"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|{_LEAP}-02-29)"
)
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ZONE = r"(?:Z|[-+](?:0[0-9]|1[0-3]):[0-5][0-9])?"
_RIGHT = {
    "boolean": "true|false",
    "date": _DAY,
    "dateTime": f"{_DAY}T{_TIME}{_ZONE}",
    "decimal": r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?",
    "gYear": "(?!0000)[0-9]{4}",
    "gYearMonth": _MONTH,
    "integer": "-?[0-9]{1,18}",
    "nonNegativeInteger": "[0-9]{1,18}",
}
Spelled = Callable[[str], Any]  # true for a lexical form that surely is right
RIGHT: dict[str, Spelled] = {
    f"<{XSD}{name}>": re.compile(form).fullmatch for name, form in _RIGHT.items()
}
_WHOLE = frozenset(f"<{XSD}{name}>" for name in ("integer", "nonNegativeInteger"))
_PYTHON: dict[str, type] = {
    "boolean": bool,
    "date": date,
    "dateTime": datetime,
    "decimal": Decimal,
    "float": float,
    "integer": int,
    "time": time,
}
_QUICK = _WHOLE | {f"<{XSD}date>"}


def is_standard(datatype: str) -> bool:
    """Whether rdflib may know the datatype; of others every lexical form is right."""
    return datatype.startswith(_STANDARD)


@lru_cache(maxsize=10_000)
def is_well_typed(literal: str) -> bool:
    """Whether the lexical form of a typed literal is one of its datatype (§4.1.2).

    For datatypes that rdflib does not know everything is.
    """
    made = rdf_term(literal)
    kind = _PYTHON.get(str(made.datatype).removeprefix(XSD), object)
    return not made.ill_typed and isinstance(made.value, kind)


def is_less(left: str, right: str, or_equal: bool) -> bool:
    """Whether sh:lessThan (or, sh:lessThanOrEquals) holds of two values.

    IRIs are compared as texts; a blank node is less than nothing.
    """
    if terms.is_blank(left) or terms.is_blank(right):
        return False
    quick = _quick_order(left, right)
    if quick is not None:
        return quick < 0 or (or_equal and quick == 0)
    kinds = _kind(left), _kind(right)
    if kinds in _KNOWN:
        return _KNOWN[kinds]
    (is_text, one), (other_is_text, other) = _comparable(left), _comparable(right)
    if is_text is not other_is_text:
        return False
    try:
        return bool(one <= other if or_equal else one < other)
    except (TypeError, ArithmeticError):
        return False


def order(literal: str, bound: str) -> int | None:
    """-1, 0 or 1 as a literal is below, at or above a bound; None where they do not compare."""
    quick = _quick_order(literal, bound)
    if quick is not None:
        return quick
    one, other = rdf_term(literal), rdf_term(bound)
    if isinstance(one.value, str) is not isinstance(other.value, str):
        return None
    try:
        if one.eq(other):
            return 0
        by_value = isinstance(one.value, datetime | time)  # else rdflib orders what has no order
        return 1 if (one.value > other.value if by_value else one > other) else -1
    except (TypeError, NotImplementedError, ArithmeticError):
        return None


def rdf_term(literal: str) -> rdflib.Literal:
    """The rdflib literal, its lexical form as it is."""
    from claimgraph.gate import graphs  # loads rdflib

    with graphs.quiet():
        return graphs.literal(literal)


def _comparable(term: str) -> tuple[bool, Any]:
    """Whether a value is compared as text, and what of it is compared."""
    if terms.is_iri(term):
        return True, terms.text(term)
    literal = rdf_term(term)
    is_text = isinstance(literal.value, str)
    return is_text, literal.value if is_text else literal


def _kind(term: str) -> str:
    """A text or IRI, or surely a date or a whole number; "" for what else there is."""
    kind = terms.datatype(term)
    if not kind:
        return "text"
    if kind not in _QUICK or not RIGHT[kind](terms.text(term)):
        return ""
    return "whole" if kind in _WHOLE else "date"


# whether a value of one kind is less than one of another; rdflib orders by kind what has no order
_KNOWN = {
    ("date", "text"): False,
    ("date", "whole"): True,
    ("text", "date"): False,
    ("text", "whole"): False,
    ("whole", "date"): False,
    ("whole", "text"): False,
}


def _quick_order(left: str, right: str) -> int | None:
    """The order of two dates or two whole numbers in plain spelling; else None."""
    kind = terms.datatype(left)
    if kind not in _QUICK or terms.datatype(right) != kind:
        return None
    one, other = terms.text(left), terms.text(right)
    if not (RIGHT[kind](one) and RIGHT[kind](other)):
        return None
    if kind in _WHOLE:
        return (int(one) > int(other)) - (int(one) < int(other))
    return (one > other) - (one < other)
