"""The default table mappings, one per file: each reads like the field table of the modelled product. Pure."""
