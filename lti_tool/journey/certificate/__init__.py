"""What a member did, as a sheet of facts that they print themselves."""
