"""The page of an order's journey, from being submitted in the CRM to being paid."""
