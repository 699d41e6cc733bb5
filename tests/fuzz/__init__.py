"""What must hold for any bytes at all, and how such bytes are looked for."""
