"""The pages of the assisted setup: one address for each step, everything decided on the server."""
