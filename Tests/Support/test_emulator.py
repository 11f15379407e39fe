"""Proves with boto3 that the emulator does what each rule says. Run: python test_emulator.py [NAME…]"""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def load():
    return unittest.defaultTestLoader.discover(str(Path(__file__).parent / "emulator_tests"), top_level_dir=str(Path(__file__).parent))


def chosen(suite, words):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from chosen(test, words)
        elif not words or any(word in test.id() for word in words):
            yield test


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=1).run(unittest.TestSuite(chosen(load(), sys.argv[1:])))
    sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)
