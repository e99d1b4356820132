"""Fail when the pinned requirements are out of step with what they were made from."""

import re
import sys
from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
WANTED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)


def pins(file: str) -> set[tuple[str, str]]:
    """Return name and version of all that the file installs."""
    return {(_normal(name), version) for name, version in PIN.findall(Path(file).read_text())}


def wanted(file: str) -> set[str]:
    """Return the names that the file asks for."""
    return {_normal(name) for name in WANTED.findall(Path(file).read_text())}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Compare the four files and report what is not in step."""
    run, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    faults = [f"{name} is not pinned" for name in wanted("requirements.in") - dict(run).keys()]
    faults += [
        f"{name} is not pinned for development"
        for name in wanted("requirements-dev.in") - dict(dev).keys()
    ]
    faults += [f"development has another {name} than {version}" for name, version in run - dev]
    for fault in sorted(faults):
        sys.stdout.write(f"{fault}: run make requirements\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
