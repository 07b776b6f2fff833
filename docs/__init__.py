"""What is generated for README and docs."""
