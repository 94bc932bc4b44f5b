"""What somebody goes by whom the platform does not name."""
