"""The tables and columns themselves as resources: EntityDefinitions and what hangs on them."""
