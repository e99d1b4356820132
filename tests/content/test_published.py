"""A published questionnaire never changes: an improvement is a new version."""

from hashlib import sha256

from scans.content.files import all_documents

PUBLISHED = {
    "kern/1.0.yaml": "b9c31df87f01a3b69495ef1277f2576ed2723b4323ff517b56059beb00f9f47e",
}


def test_published_documents_never_change():
    found = {
        f"{path.parent.name}/{path.name}": sha256(path.read_bytes()).hexdigest()
        for path in all_documents()
    }

    assert found == PUBLISHED
