"""Functions and actions of the Web API.

A file for each family of them declares its ``OPERATIONS``; ``catalogue`` lists the files. How an operation is
called, and with which arguments, is read here once for all of them.
"""
