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


def never_run():
    """The rules that no test has made run."""
    from emulator_tests.harness import plumb
    return sorted(name for name, runs in plumb("get", "rules").items() if not runs)


if __name__ == "__main__":
    words = sys.argv[1:]
    result = unittest.TextTestRunner(verbosity=1).run(unittest.TestSuite(chosen(load(), words)))
    unproven = [] if words else never_run()
    if unproven:
        print("rules that no test runs:", *unproven, sep="\n  ")
    sys.exit(0 if result.wasSuccessful() and result.testsRun and not unproven else 1)
