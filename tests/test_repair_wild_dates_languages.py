"""Publishers' dates in many languages; the oracle is Node.js."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from claimgraph.repair.date_words import FILLERS, ZONES, is_weekday, month
from claimgraph.repair.wild_dates import read

LANGUAGES = [
    ("7 de octubre de 2018 a las 14:30 hs", "es", "2018-10-07T14:30:00"),
    ("domingo, 7 de outubro de 2018, às 14h30", "pt", "2018-10-07T14:30:00"),
    ("Publicado", "pt", None),
    ("le 1er février 2018 à 14h30", "fr", "2018-02-01T14:30:00"),
    ("mar. 3 avr. 2018", "fr", "2018-04-03"),
    ("mar 13/4/2018", "es", "2018-04-13"),
    ("3 mar 2018", "es", "2018-03-03"),
    ("Am 7. März 2018 um 14:30 Uhr", "de", "2018-03-07T14:30:00"),
    ("7 ottobre 2018", "it", "2018-10-07"),
    ("7 Ağustos 2018 Salı", "tr", "2018-08-07"),
    ("Minggu, 7 Oktober 2018 14.30 WIB", "id", "2018-10-07T14:30:00+07:00"),
    ("७ अक्टूबर २०१८", "hi", "2018-10-07"),
    ("৭ অক্টোবর, ২০১৮", "bn", "2018-10-07"),
    ("7 października 2018 r.", "pl", "2018-10-07"),
    ("7 октября 2018 г., 14:30", "ru", "2018-10-07T14:30:00"),
    ("7 жовтня 2018 року", "uk", "2018-10-07"),
    ("٧ أكتوبر ٢٠١٨", "ar", "2018-10-07"),
    ("7 تشرين الأول 2018", "ar", "2018-10-07"),
    ("7 تشرين الثاني 2018", "ar-LB", "2018-11-07"),
    ("7 كانون الأول/ديسمبر 2018", "ar", None),  # both names: more than a date has
    ("۷ اکتبر ۲۰۱۸", "fa", "2018-10-07"),
    ("7 listopada 2018", "pl", "2018-11-07"),
    ("7 listopada 2018", "hr_HR", "2018-10-07"),
    ("7 listopada 2018", "", None),
    ("7 listopada 2018", "en", None),
    ("7 October 2018", "hi", "2018-10-07"),
    ("Sun, 7 Oct 2018", "hi", "2018-10-07"),
    ("mar 5", "en", "XXXX-03-05"),
    ("mar 5", "es", None),  # a Tuesday
    ("mar 5", "", None),
    ("5 mar 2018", "", "2018-03-05"),
    ("5 sen 2018", "", None),  # September in Azerbaijani, Monday in Indonesian
    ("5 sen 2018", "en", None),
    ("5 sen 2018", "az", "2018-09-05"),
    ("Sen 5 Okt 2018", "id", "2018-10-05"),
    ("Sen 5 Okt 2018", "", "2018-10-05"),
    ("sen 5 okt 2018", "az", None),
    ("Sat 5 Oct 2018", "", "2018-10-05"),
]


@pytest.mark.parametrize(("text", "language", "edtf"), LANGUAGES)
def test_a_date_is_read_in_its_language(text: str, language: str, edtf: str | None) -> None:
    assert read(text, language=language) == edtf


def test_no_word_is_two_things() -> None:
    """A month is no zone and no small word; some are a day of the week elsewhere, as `mar`."""
    assert not [word for word in (*FILLERS, *ZONES) if month(word)]
    assert not set(FILLERS) & set(ZONES)
    assert month("mar") == 3
    assert is_weekday("mar")


@pytest.fixture(scope="session")
def node() -> str:
    found = shutil.which("node")
    if not found:
        pytest.skip("Node.js is not here")
    return found


SCRIPT = """
const styles = [{dateStyle: 'full'}, {dateStyle: 'long'}, {dateStyle: 'medium'},
  {day: 'numeric', month: 'short', year: 'numeric'}, {year: 'numeric', month: 'long'},
  {dateStyle: 'long', timeStyle: 'short'}];
const written = [];
for (const language of JSON.parse(process.argv[1]))
  for (let month = 0; month < 12; month++)
    for (const style of styles) {
      const format = new Intl.DateTimeFormat(language + '-u-ca-gregory-hc-h23',
        {...style, timeZone: 'UTC'});
      const text = format.format(new Date(Date.UTC(2018, month, 27, 14, 5)));
      written.push([language, month + 1, Object.keys(style).join(' '), text]);
    }
console.log(JSON.stringify(written));
"""
EXPECTED = {
    "year month": "2018-{:02}",
    "dateStyle timeStyle": "2018-{:02}-27T14:05:00",
}
OTHERWISE = {  # language: why its dates, or those with a time, are not understood
    "az": "a slash before the time",
    "ga": "`ag` before the time is August elsewhere",
    "he": "`בשעה` before the time",
    "kn": "words after the time",
    "ml": "a suffix to the time",
    "te": "a suffix to the time",
    "th": "a suffix to the day of the week",
}


@pytest.mark.external
def test_dates_of_many_languages_are_read(node: str) -> None:
    table = Path(read.__code__.co_filename).with_name("month_names.tsv").read_text("utf-8")
    languages = re.findall(r"^(\w+)\t", table, re.MULTILINE)
    assert len(languages) == 63
    run = subprocess.run(
        [node, "-e", SCRIPT, json.dumps(languages)], capture_output=True, text=True, check=True
    )
    missed: Counter[str] = Counter()
    for language, number, style, text in json.loads(run.stdout):
        found = read(text, language=language)
        expected = EXPECTED.get(style, "2018-{:02}-27").format(number)
        assert found in (None, expected), (language, text)
        missed[language] += found is None
    assert {language for language, count in missed.items() if count} == set(OTHERWISE)
