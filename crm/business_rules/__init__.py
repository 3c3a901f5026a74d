"""What a CRM does by itself: privileges, validation, derived columns. Every write goes through here."""
