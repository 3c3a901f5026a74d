"""The invented demo company and the factories that make its records, for demos and for tests."""
