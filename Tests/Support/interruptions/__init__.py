"""Runs of plumb that are interrupted, and what the account must look like in the end."""
