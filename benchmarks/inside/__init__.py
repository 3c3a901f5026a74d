"""What benchmarks run inside a process of its own, with a database of its own."""
