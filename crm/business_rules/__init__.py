"""What a CRM does by itself: privileges, validation, derived columns, defaults. Every write goes through here."""
