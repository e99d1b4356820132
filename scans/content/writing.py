"""Writing a questionnaire as a document: what ``loader`` reads back to the same."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from scans.content.shapes import FORMAT

WIDTH = 96


def written(data: Mapping[str, Any]) -> str:
    """Return the document of a questionnaire; its texts stand in the order of ``data``."""
    # Copied by way of JSON, so that no part is the same object twice: YAML would write a reference.
    plain = json.loads(json.dumps({**data, "format": FORMAT}))
    return yaml.dump(
        plain, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=WIDTH
    )
