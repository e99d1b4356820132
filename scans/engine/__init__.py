"""The measurement model, in plain Python: no Django, no files, no clock."""
