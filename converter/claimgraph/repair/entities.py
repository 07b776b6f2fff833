"""Character references of HTML, such as `&quot;` and `&#8217;`."""

from __future__ import annotations

import html
import re

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def unescape(text: str) -> str:
    """With the characters that are meant; a name that HTML lacks stays as it is.

    Only a reference that ends in `;` is one: without it `?a=1&copy=2` is a query string.
    """
    return _REFERENCE.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text
