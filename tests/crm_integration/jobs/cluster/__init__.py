"""An app with a kind of job for tests that run a real worker in processes of its own."""
