"""What a salesperson does with documents beyond editing them: one verb of Dynamics 365 Sales per function."""
