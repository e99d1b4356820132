"""The floors under everything that is shown of a group: settings may raise them, never lower."""

SMALLEST_GROUP = 5
"""Below this many persons nothing of a group is shown."""

WHOLE_FROM = 10
"""From this many persons scores are whole numbers, and statements have a distribution."""

TEXTS_FROM = 10
"""From this many persons free answers are shown."""

SMALLEST_CELL = 3
"""A class of answers holds nobody, or this many persons at least."""

COARSE = 5
"""The step of scores and margins below ``WHOLE_FROM`` persons."""

FINE = 1
"""The step of scores and margins from ``WHOLE_FROM`` persons."""
