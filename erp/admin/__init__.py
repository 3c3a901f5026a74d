"""The pages of the back office, at /admin/."""
