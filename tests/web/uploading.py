"""The page where questionnaires stand, and putting one there."""

from django.core.files.uploadedfile import SimpleUploadedFile

LIST = "/dashboard/vragenlijsten/"
UPLOAD = f"{LIST}uploaden/"


def upload(client, content, name="kern.yaml", **extra):
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile(name, content, content_type="application/yaml")
    return client.post(UPLOAD, {"document": file, **extra})
