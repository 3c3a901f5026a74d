"""The pages of the integration in the back office: couplings, mappings, jobs, errors, setup, review."""
