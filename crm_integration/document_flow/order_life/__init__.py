"""What becomes of a sales order is told to the CRM's order, and what becomes of that is seen here."""
