#!/bin/sh
# The software bill of materials (CycloneDX, JSON): what pip installs by requirements.txt, with
# versions and hashes, and what was copied from npm. Asks no network.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
target=${1:-$root/var/sbom.json}

mkdir -p "$(dirname "$target")"
"$root/.venv/bin/cyclonedx-py" requirements --pyproject "$root/pyproject.toml" \
  --output-reproducible --output-format JSON --output-file "$target" "$root/requirements.txt" \
  2>/dev/null
"$root/.venv/bin/python" "$root/scripts/sbom.py" "$target"
