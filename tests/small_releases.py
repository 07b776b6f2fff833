"""Small releases made by hand: as many triples as wanted, in two named graphs."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path

E = "http://e.example/"


def release(folder: Path, number: int = 10, suffix: str = "", salt: str = "") -> Path:
    """A release of so many triples, one of them in two graphs; packed by the suffix."""
    folder.mkdir(parents=True, exist_ok=True)
    triples = [f'<{E}s{n}> <{E}p> "{n}{salt}"' for n in range(number)]
    quads = [f"{triple} <{E}g{n % 2}> .\n" for n, triple in enumerate(triples)]
    quads += [f"{triples[0]} <{E}g1> .\n"] if triples else []
    texts = {
        "claimgraph.ttl": "".join(f"{t} .\n" for t in triples),
        "claimgraph.nq": "".join(quads),
    }
    files = {}
    for name, text in texts.items():
        data = text.encode()
        packed = gzip.compress(data, mtime=0) if suffix == ".gz" else data
        (folder / (name + suffix)).write_bytes(packed)
        files[name + suffix] = {"sha256": sha256(packed).hexdigest(), "size": len(packed)}
    manifest = {
        "generator": "claimgraph",
        "triples": number,
        "quads": len(quads),
        "rdfc10": sha256(texts["claimgraph.nq"].encode()).hexdigest(),
        "files": files,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder
