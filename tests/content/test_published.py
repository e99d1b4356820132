"""A published questionnaire never changes: an improvement is a new version."""

from hashlib import sha256

from scans.content.files import all_documents

PUBLISHED = {
    "kern/1.0.yaml": "4245d3e359efda5624b90ce7d1540534cf066af230d544a88f22940c9507c993",
}


def test_published_documents_never_change():
    found = {
        f"{path.parent.name}/{path.name}": sha256(path.read_bytes()).hexdigest()
        for path in all_documents()
    }

    assert found == PUBLISHED
