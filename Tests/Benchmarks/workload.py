"""What is measured: the cluster and N services, for plumb and for Terraform."""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICE = """\
template-file-path: ../templates/service.yaml
stack-name: {name}
region: us-east-1
depends-on: [../digital-apps.yaml]
tags:
  Team: digital
  Environment: production
parameters:
  ServiceName: {name}
  HostName: {name}.apps.example.org
  RulePriority: "{number}"
"""


class Plumb:
    name = "plumb"

    def __init__(self, program):
        self.program = str(program)

    def prepare(self, folder, services):
        """Writes the stack files into `folder` and returns the commands by what they do."""
        stacks = folder / "stacks"
        (stacks / "services").mkdir(parents=True)
        shutil.copytree(ROOT / "stacks/templates", stacks / "templates")
        shutil.copy(ROOT / "stacks/digital-apps.yaml", stacks)
        for number in range(1, services + 1):
            name = f"app-{number:03}"
            (stacks / "services" / f"{name}.yaml").write_text(SERVICE.format(name=name, number=number))
        return {
            "first plan": [self.program, "plan", str(stacks), "--format", "json"],
            "apply": [self.program, "apply", str(stacks), "--auto-approve"],
            "plan": [self.program, "plan", str(stacks), "--detailed-exitcode"],
            "destroy": [self.program, "destroy", str(stacks), "--auto-approve", "--delete-data"],
        }


class Terraform:
    name = "terraform"

    def __init__(self, program, plugins):
        self.program = str(program)
        self.plugins = plugins

    def prepare(self, folder, services):
        for file in (ROOT / "Tests/Benchmarks/terraform").glob("*.tf"):
            shutil.copy(file, folder)
        key = re.search(r"^  SshPublicKey: (.+)$", (ROOT / "stacks/digital-apps.yaml").read_text(), re.M).group(1)
        (folder / "terraform.tfvars").write_text(f'services = {services}\nssh_public_key = "{key}"\n')
        quiet = ["-input=false", "-no-color"]
        init = [self.program, "init", *quiet]
        if self.plugins:
            init.append(f"-plugin-dir={Path(self.plugins).resolve()}")
        return {
            "init": init,
            "apply": [self.program, "apply", *quiet, "-auto-approve"],
            "plan": [self.program, "plan", *quiet, "-detailed-exitcode"],
            "destroy": [self.program, "destroy", *quiet, "-auto-approve"],
        }
