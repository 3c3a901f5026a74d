"""Notes of people on orders, on both sides. Source: SD 7."""
