"""Run one command and weigh it: `python launch.py FOLDER COMMAND...`

Writes `output` and `errors` of the command to the folder, and `used` as JSON. A small process does
this, as the kernel counts the memory of the process that starts a command as that command's own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from io import BufferedReader
from pathlib import Path


def main() -> None:
    """Start the command, read what it prints, and wait for its end."""
    folder, command = Path(sys.argv[1]), sys.argv[2:]
    with (folder / "errors").open("wb") as errors, (folder / "output").open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
        )
        assert isinstance(process.stdout, BufferedReader)
        read = process.stdout.read1
        told = read(1)
        first = time.perf_counter() - start
        while told:
            output.write(told)
            told = read(2**16)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    found = {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss * 1024,
        "first": first,
        "code": os.waitstatus_to_exitcode(status),
    }
    (folder / "used").write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
