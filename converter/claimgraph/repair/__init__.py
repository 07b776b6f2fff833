"""What publishers write, made sound: JSON, texts, dates, encodings; and the names of the rules."""
