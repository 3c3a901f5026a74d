"""``/api/v2.0``: the back office for other software, in the conventions of Business Central's API v2.0."""
