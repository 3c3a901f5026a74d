"""What customers owe, have ordered and have bought, on their accounts. Source: SD 4."""
