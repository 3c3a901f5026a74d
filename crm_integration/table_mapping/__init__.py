"""The vocabulary of a table mapping. Pure: no Django, no input or output, no clock."""
