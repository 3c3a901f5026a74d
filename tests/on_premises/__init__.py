"""Stand-ins for what a CRM on premises stands behind: Windows authentication and an AD FS."""
