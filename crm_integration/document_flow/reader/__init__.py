"""Reads documents of the CRM, and what must be known of both sides to make documents of them."""
