"""Changes to the tables themselves, made at run time by administrators and customizers."""
