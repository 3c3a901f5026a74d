"""What a person does with couplings: set up, delete, match, create on the other side, synchronize, repair."""
