"""Notes of people on orders, on both sides, and on quotes of the CRM. Source: SD 2, SD 7."""
