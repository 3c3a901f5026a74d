"""What Dynamics 365 Sales does by itself: prices and totals, and the life of its documents."""
