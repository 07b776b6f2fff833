"""The rules of repair, by the names under which an account counts them. None guesses."""

from __future__ import annotations

RULES = {
    # JSON
    "byte-order-mark": "one stood before the JSON, or within it",
    "cdata": "`<![CDATA[ ]]>` stood around the JSON, also in comments of JavaScript",
    "comments": "`//`, `/* */` or `<!-- -->` stood between the parts of the JSON",
    "duplicate-keys": "a name stood twice in one object: the last one counts",
    "escapes": r"`\'` stood in a string, which is JavaScript",
    "html-comment": "`<!-- -->` stood around the JSON",
    "numbers": "NaN, Infinity and numbers out of range are kept as text",
    "script": "a `script` element stood around the JSON",
    "semicolon": "one stood after the JSON",
    "several-values": "objects stood one after another: they become a list",
    "spaces": "other white space than JSON has stood between its parts",
    "trailing-commas": "one stood behind the last member of an object or a list",
    # bytes, JSON and texts
    "control-characters": "raw line breaks in a string of JSON; in a text what nobody sees",
    "entities": "`&quot;` and the like in a text, or throughout the JSON, became characters",
    "invalid-bytes": "bytes that the charset does not have became U+FFFD",
    "surrogates": "half of a surrogate pair became U+FFFD",
    "undeclared-charset": "nothing named the charset, and it is not UTF-8: taken for windows-1252",
    # texts
    "bidi-marks": "marks of writing direction without effect, or without their counterpart, went",
    "markup": "tags of HTML went out of a text",
    "mojibake": "UTF-8 that was read as windows-1252 was read again, where that is certain",
    "nfc": "letters and their accents were put together (Unicode NFC)",
    "no-value": "`None`, `null`, `N/A`, `-` and the like are no text",
    "whitespace": "line breaks and runs of blanks became one blank",
    # fields
    "case-of-names": "a field was spelt in another case: `claimreviewed`",
    "dates": "a date was put into EDTF: `7 October 2018`",
    "label-as-value": "the label stood in ratingValue",
    "numbers-as-text": 'a number was a text: `"2"`',
    "senseless-scale": "best equals worst, or the value lies beyond them: only the label is kept",
    "text-for-node": "a text stood where an object belongs: it is its name, or its URL",
    "urls": "a URL was made absolute, or its scheme and characters mended",
    # tables
    "column-cut": "a cell was cut where the column map says so",
    "column-prefix": "what the column map says went from the beginning of a cell",
}
