"""The bill of materials names every part of the site, with its version and its hashes."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The file that the command writes."""
    file = tmp_path_factory.mktemp("sbom") / "made" / "sbom.json"
    subprocess.run([ROOT / "scripts" / "sbom.sh", file], check=True, capture_output=True)
    return file.read_text()


@pytest.fixture(scope="module")
def components(written):
    return json.loads(written)["components"]


def pinned():
    """Name, version and hashes of each line of requirements.txt that installs something."""
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.txt").read_text())
    found = [(PIN.match(block), set(HASH.findall(block))) for block in blocks]
    return [(match[1], match[2], hashes) for match, hashes in found if match]


def hashes_of(component):
    references = component.get("externalReferences", [])
    return {one["content"] for each in references for one in each.get("hashes", [])}


def test_every_pin_is_in_it_with_its_version_and_hashes(components):
    python = [one for one in components if one["purl"].startswith("pkg:pypi/")]

    found = [(one["name"], one["version"], hashes_of(one)) for one in python]

    def order(one):
        return one[:2]

    assert sorted(found, key=order) == sorted(pinned(), key=order)
    assert all(hashes for _name, _version, hashes in found)


def test_what_was_copied_from_npm_is_in_it(components):
    npm = {one["name"]: one for one in components if one["purl"].startswith("pkg:npm/")}
    package = json.loads((ROOT / "package.json").read_text())

    assert {name: one["version"] for name, one in npm.items()} == package["dependencies"]
    assert {name: one["licenses"][0]["license"]["id"] for name, one in npm.items()} == {
        "bootstrap": "MIT",
        "@fontsource/source-sans-3": "OFL-1.1",
        "@fontsource/source-serif-4": "OFL-1.1",
    }
    assert [
        (one["alg"], len(one["content"])) for each in npm.values() for one in each["hashes"]
    ] == [("SHA-512", 128)] * 3


def test_it_is_valid_and_about_the_site_with_all_its_parts(written, components):
    document = json.loads(written)

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    assert document["metadata"]["component"]["name"] == "afdelingsscan"
    root = next(one for one in document["dependencies"] if "dependsOn" in one)
    assert root["ref"] == document["metadata"]["component"]["bom-ref"]
    assert sorted(root["dependsOn"]) == sorted(one["bom-ref"] for one in components)
