"""AWS to run against: moto behind rules that make it as strict and as slow to settle as AWS is."""
