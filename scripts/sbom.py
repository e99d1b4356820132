"""Complete the bill of materials with what was copied into static/: `scripts/sbom.sh` runs this.

cyclonedx-py knows what pip installs; Bootstrap and the fonts come from npm.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote


def vendored(package: dict[str, Any], lock: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a component for each npm package that ``package.json`` names."""
    return [
        _component(name, lock["packages"][f"node_modules/{name}"])
        for name in sorted(package["dependencies"])
    ]


def _component(name: str, locked: dict[str, Any]) -> dict[str, Any]:
    algorithm, _dash, digest = locked["integrity"].partition("-")
    purl = f"pkg:npm/{quote(name)}@{locked['version']}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": locked["version"],
        "purl": purl,
        "hashes": [
            {"alg": algorithm.replace("sha", "SHA-"), "content": base64.b64decode(digest).hex()}
        ],
        "licenses": [{"license": {"id": locked["license"]}}],
        "description": "copied into static/ by scripts/vendor.sh",
    }


def complete(bom: dict[str, Any], root: Path) -> dict[str, Any]:
    """Return the bill with the vendored parts, and with all parts under the site itself."""
    package = json.loads((root / "package.json").read_text())
    lock = json.loads((root / "package-lock.json").read_text())
    components = [_shortened(one) for one in bom["components"]] + vendored(package, lock)
    references = [one["bom-ref"] for one in components]
    site = bom["metadata"]["component"]["bom-ref"]
    known = [{"ref": site, "dependsOn": references}, *({"ref": one} for one in references)]
    return {**bom, "components": components, "dependencies": known}


def _shortened(component: dict[str, Any]) -> dict[str, Any]:
    """Return a component whose description doesn't repeat all its hashes."""
    return {**component, "description": component["description"].partition(" --hash")[0].strip()}


def main(path: str) -> None:
    """Complete the file, in place."""
    file = Path(path)
    done = complete(json.loads(file.read_text()), Path(__file__).parents[1])
    file.write_text(json.dumps(done, indent=2, sort_keys=True) + "\n")
    sys.stdout.write(f"{len(done['components'])} parts: {path}\n")


if __name__ == "__main__":
    main(sys.argv[1])
