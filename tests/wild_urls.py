"""URLs as people and programs write them, good and bad, for Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from claimgraph.web.urls import canonical

PAGE = "https://www.desk.example/checks/story.html?id=3"

LABEL = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
HOSTS = st.lists(LABEL, min_size=2, max_size=4).map(".".join)
SEGMENTS = st.one_of(
    st.sampled_from(
        ["a", "amp", "index.html", "b.amp.html", "", ".", "..", "100%", "%41", "é", "%C3"]
    ),
    st.text("abAB1-._~%2526;:@&=+$,!*'() \\<>[]|^`{}äя中😀", max_size=8),
)
PATHS = st.lists(SEGMENTS, max_size=5).map(lambda parts: "".join(f"/{part}" for part in parts))
QUERIES = st.one_of(
    st.just(""),
    st.text("abm=&+%41;?/[] ü#!", max_size=15).map("?".__add__),
    st.sampled_from(
        ["?utm_source=a", "?b=2&a=1", "?amp;x=1", "?amp", "?a=1#038;b=2", "#!/a", "#x"]
    ),
)
URLS = st.builds("https://{}{}{}".format, HOSTS, PATHS, QUERIES)
NEAR = st.text("htps:/.wamexorg?#&;%0123458=@\\ \n-_~ämp🜁\u200b\ud800", max_size=40)
SHARDS = (
    "http https :// : // / www. m. amp. a.org amp google.com/amp/s/ cdn.ampproject.org/c/s/ ? # #! "
    "&amp; & #038; %26 %3A %2F % index.html .. . utm_a=b = + x :80 :8080 é ; 38; x.com"
)
PIECES = st.lists(st.sampled_from(SHARDS.split()), max_size=12).map("".join)
WILD = st.one_of(st.text(max_size=40), NEAR, NEAR.map("https://a.org/".__add__), PIECES, URLS)


def tried(url: str) -> str | None:
    """The canonical URL, or None where it is refused; any other error is a failure."""
    try:
        return canonical(url)
    except ValueError:
        return None
