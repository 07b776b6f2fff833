#!/bin/sh
# Build the wheel, install it alone, and run the three jobs where no checkout is near.
set -eu
here=$(pwd)
there=$(mktemp -d)
trap 'rm -rf "$there"' EXIT
.venv/bin/python -m pip --quiet wheel --no-deps --wheel-dir "$there" "$here"
python3 -m venv "$there/env"
"$there/env/bin/python" -m pip install --quiet "$there"/*.whl
cd "$there"
test "$("$there/env/bin/python" -c 'import pathlib, claimgraph; print(sorted(p.name for p in pathlib.Path(claimgraph.__file__).parents[1].iterdir() if p.name in ("ontology", "shapes", "converter", "tests")))')" = "[]"
PATH="$there/env/bin:$PATH"
claimgraph init start
claimgraph dump start --out release
claimgraph validate release/claimgraph.ttl
claimgraph query release --name contradictions
cat > page.html <<'HTML'
<!doctype html><html lang="en"><script type="application/ld+json">{"@type": "ClaimReview",
"url": "https://desk.example/1", "claimReviewed": "It rains upwards.", "author": {"name": "Desk"},
"reviewRating": {"alternateName": "False"}}</script></html>
HTML
claimgraph dump page.html --out page
claimgraph markup page --out markup
claimgraph validate markup --shapes google
claimgraph verdict False
claimgraph search release contradict* --limit 3
claimgraph stats release
if claimgraph serve release 2> told; then exit 1; fi
grep -F 'claimgraph[serve]' told
python -m pip install --quiet "$(echo "$there"/*.whl)[serve]"
claimgraph serve release --port 8765 &
server=$!
trap 'kill "$server"; rm -rf "$there"' EXIT
python - <<'PY'
import time, urllib.request
for _ in range(100):
    try:
        with urllib.request.urlopen("http://127.0.0.1:8765/sparql?query=ASK%7B%3Fs+%3Fp+%3Fo%7D") as found:
            assert b"true" in found.read()
            break
    except OSError:
        time.sleep(0.1)
else:
    raise SystemExit("the server does not answer")
PY
echo "the wheel works"
