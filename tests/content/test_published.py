"""A published questionnaire never changes: an improvement is a new version."""

from hashlib import sha256

from scans.content.files import all_documents

PUBLISHED = {
    "kern/1.0.yaml": "b9c31df87f01a3b69495ef1277f2576ed2723b4323ff517b56059beb00f9f47e",
    "organisatie/1.0.yaml": "56b38740cdf5dc2ead2bb30089346922f0c26498b72b39485bf6b6d226be5286",
    "organisatie/1.1.yaml": "8a3966cba26f393301ed3afce604f3715b96f3d0844dc1813965b78f308b9bd6",
    "patronen/1.0.yaml": "4caa902caa578161331fbfa5f8ffe6944a64d8d404d73cec0a309ad98d07c3b6",
    "professional/1.0.yaml": "15eef05827722ab370924f73e0d6236aad97bc91552b00bbdb829e17a0e7561f",
    "professional/1.1.yaml": "9378446d5f4f0736ca47d7dca0b45a181dac59416399880159f128d2eabac33e",
    "relaties/1.0.yaml": "abfc2460522fc047304ad76016654054071aff6f49ceb6e3d4e871b73fbf45b2",
    "relaties/1.1.yaml": "737134d503c9ca4016f8dfe2b4aed68879faabaf5cbd7251f49ee7aec87bd6b5",
    "rollen/1.0.yaml": "a28e08edfab76f5083e2aff2d45b3d89a16d5f75528b795946ae7905e3780cd4",
    "rollen/1.1.yaml": "5219f913df206c958461a85685de0b05cdec1511a347bc30cef3bb3e3b3e49e6",
}


def test_published_documents_never_change():
    found = {
        f"{path.parent.name}/{path.name}": sha256(path.read_bytes()).hexdigest()
        for path in all_documents()
    }

    assert found == PUBLISHED
