"""Quotes of the CRM become sales quotes, follow their revisions, and orders when they are won."""
