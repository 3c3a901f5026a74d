"""What a document of the CRM becomes in the back office, decided without asking anybody."""
