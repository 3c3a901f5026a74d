"""Every route, page and action with every role, compared with docs/permissions.md."""
