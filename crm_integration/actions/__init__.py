"""What a person may do with a record, a mapping or a job, declared once; pages and REST APIs perform it."""
