"""Published questionnaires: documents that never change again."""

from django.db import models


class QuestionnaireVersion(models.Model):
    """One version of one questionnaire, as its document said it at publication.

    ``source`` is the document itself, ``data`` the same as JSON, ``digest`` the SHA-256 of its
    bytes. A trigger in the database refuses every later change, whoever asks.
    """

    slug = models.SlugField(max_length=50)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    source = models.TextField()
    data = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["slug", "published_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"], name="questionnaireversion_once_per_slug"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"

    @property
    def is_module(self) -> bool:
        """Whether it is put beside the core questionnaire, and not by itself."""
        return bool(self.data.get("kind") == "module")
