"""What the connection decides."""
