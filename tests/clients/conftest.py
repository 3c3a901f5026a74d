"""The clients' own tests run in the environments of the clients, by ``make test-clients``."""

collect_ignore = ["microsoft"]
