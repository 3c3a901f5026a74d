"""Who may sign in how: applications by their secret, people through an application (OAuth 2.0)."""
