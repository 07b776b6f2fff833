"""Reports: order, conformance, counts, and equality as sets."""

from __future__ import annotations

from itertools import permutations

import pytest

from claimgraph.gate.report import SH, Report, Result, parameter, severity_iri, severity_name


def result(severity: str, focus: str = "<http://e/a>", shape: str = "<http://e/S>") -> Result:
    return Result(focus, "", "", f"<{SH}InConstraintComponent>", severity, "no", shape)


OWN = "<http://e/Fatal>"
WORST_FIRST = (
    result("Violation"),
    result("Violation", focus="<http://e/b>"),
    result("Violation", shape="<http://e/T>"),
    result(OWN),
    result("Warning"),
    result("Info"),
)


@pytest.mark.parametrize("given", list(permutations(WORST_FIRST, 3)))
def test_results_come_worst_first_whatever_order_they_were_found_in(
    given: tuple[Result, ...],
) -> None:
    expected = tuple(one for one in WORST_FIRST if one in given)
    assert Report.of(given + given).results == expected
    assert Report.of(given) == Report.of(reversed(given))


@pytest.mark.parametrize(
    ("severities", "conforms"),
    [
        ([], True),
        (["Info"], True),
        (["Warning", "Info"], True),
        (["Violation"], False),
        (["Warning", "Violation"], False),
        ([OWN], False),
    ],
)
def test_only_warnings_and_infos_are_let_pass(severities: list[str], conforms: bool) -> None:
    assert Report.of(map(result, severities)).conforms is conforms


def test_counts_name_all_severities_worst_first() -> None:
    counts = Report.of(WORST_FIRST).counts
    assert list(counts.items()) == [("Violation", 3), (OWN, 1), ("Warning", 1), ("Info", 1)]
    assert Report.of(()).counts == {"Violation": 0, "Warning": 0, "Info": 0}


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (f"<{SH}Warning>", "Warning"),
        (f"<{SH}Violation>", "Violation"),
        (f"<{SH}Info>", "Info"),
        (f"<{SH}Debug>", f"<{SH}Debug>"),
        ("<http://e/Warning>", "<http://e/Warning>"),
    ],
)
def test_severity_names_and_iris_stand_for_each_other(iri: str, name: str) -> None:
    assert severity_name(iri) == name
    assert severity_iri(name) == iri


@pytest.mark.parametrize(
    ("component", "name"),
    [
        (f"<{SH}MinCountConstraintComponent>", "sh:minCount"),
        (f"<{SH}InConstraintComponent>", "sh:in"),
        (f"<{SH}SPARQLConstraintComponent>", "sh:sparql"),
        (f"<{SH}QualifiedMinCountConstraintComponent>", "sh:qualifiedMinCount"),
        ("<http://e/MinCountConstraintComponent>", "<http://e/MinCountConstraintComponent>"),
    ],
)
def test_a_component_of_core_is_told_by_its_parameter(component: str, name: str) -> None:
    assert parameter(component) == name
