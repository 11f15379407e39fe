"""The rules of check.py, each broken once."""

import tempfile
import unittest
from pathlib import Path

import check


class RuleTests(unittest.TestCase):
    def findings(self, name, text):
        with tempfile.TemporaryDirectory() as folder:
            before, check.ROOT = check.ROOT, Path(folder)
            try:
                path = check.ROOT / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
                checked = check.Check()
                checked.file(path)
                return checked.findings
            finally:
                check.ROOT = before

    def assertFound(self, name, text, words):
        found = self.findings(name, text)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def test_a_tidy_file_has_no_findings(self):
        text = "public import Values\n@testable import struct Declarations.Call\nimport OrderedCollections // as! try!\n"
        self.assertEqual(self.findings("Sources/Plans/Step.swift", text), [])

    def test_imports_point_one_way(self):
        for line in ("import AWS", "public import AWS", "@_exported import AWS", "import struct AWS.Client"):
            self.assertFound("Sources/Resources/VPC.swift", line, "Resources may not import AWS")

    def test_foundation_is_never_imported_and_its_essentials_are(self):
        self.assertFound("Tests/PlansTests/A.swift", "import Foundation", "Foundation is never imported")
        self.assertEqual(self.findings("Sources/AWS/A.swift", "import FoundationEssentials"), [])

    def test_an_unknown_room(self):
        self.assertFound("Sources/Core/A.swift", "", "not in the table of rooms")

    def test_long_files(self):
        self.assertEqual(self.findings("Sources/AWS/A.swift", "//\n" * 500), [])
        self.assertFound("Sources/AWS/A.swift", "//\n" * 501, "501 lines")
        self.assertEqual(self.findings("Sources/CModels/data/a.json", "{}\n" * 501), [])

    def test_top_level(self):
        self.assertFound("docs/a.md", "", "'docs' does not belong")

    def test_vague_names(self):
        for name in ("StringUtils", "Helpers", "Common", "StackManager"):
            self.assertFound(f"Sources/AWS/{name}.swift", "", "says nothing")

    def test_crashes_in_libraries_only(self):
        for code in ("fatalError(\"x\")", "let a = try! b()", "let a = b as! C", "preconditionFailure()"):
            self.assertFound("Sources/AWS/A.swift", code, "does not crash")
            self.assertEqual(self.findings("Tests/AWSTests/A.swift", code), [])

    def test_unfinished_work_and_machine_paths(self):
        self.assertFound("stacks/a.yaml", "# TO" + "DO later", "unfinished")
        self.assertFound("README.md", "see /op" + "t/swift", "one machine")
        self.assertEqual(self.findings("README.md", "https://example.org/work/x and stacks/work/x"), [])

    def test_unsafe_concurrency(self):
        self.assertFound("Sources/AWS/A.swift", "nonisolated(unsafe) var a = 1", "unsafe")
