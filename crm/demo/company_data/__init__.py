"""A company's customers and employees from CSV files, as accounts, contacts and users."""
