"""Several acts on a case under one name, done together or not at all."""
