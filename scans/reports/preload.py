"""What is slow to load and the same for every report.

Loaded once by the server that the rendering processes are forked from. Pango is not touched
here: newer versions of it start threads, and those don't survive a fork.
"""

import pyphen  # type: ignore[import-untyped]  # comes without types

HYPHENATION = [pyphen.Pyphen(lang=pyphen.language_fallback(language)) for language in ("nl", "en")]
