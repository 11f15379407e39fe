"""Tests of the emulator, a module per service."""
