"""Where the pairs of a run come from, stage after stage; each stage goes on from a cursor."""
