"""The heads of the chains, noted in a file outside the database, so that a cut-off tail shows."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from app.audit.chain import Head


def read_anchors(file: Path) -> dict[tuple[str, int], str]:
    """The hash of each anchored (chain, sequence).

    Raises ValueError, naming the line, where the file is not what `add_anchors` writes.
    """
    anchors = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            anchor = json.loads(line)
            anchors[anchor["chain"], anchor["sequence"]] = anchor["hash"]
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"line {number} of {file} is not an anchor") from error
    return anchors


def add_anchors(file: Path, heads: Iterable[Head], now: datetime) -> int:
    """Append the heads that are not in the file yet; gives how many."""
    known = read_anchors(file) if file.exists() else {}
    new = [head for head in heads if (head.chain, head.sequence) not in known]
    with file.open("a", encoding="utf-8") as out:
        for head in new:
            out.write(json.dumps({**head._asdict(), "at": now.isoformat()}) + "\n")
    return len(new)
