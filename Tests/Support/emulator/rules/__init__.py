"""Every rule, a module per service or family. Importing this package registers them all."""
