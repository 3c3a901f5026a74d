"""Set up a Dynamics 365 Sales connection, step by step: a draft that is committed when it is finished."""
