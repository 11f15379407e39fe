#!/usr/bin/env python3
"""Are these the AWS CLI's own names? Usage: cli_names.py FILE, with lines `service Operation cli-service cli-operation`.

Asks the CLI that is installed. Exit 1 with those that it knows under another name.
"""

import sys

from awscli.clidriver import create_clidriver


def main():
    driver = create_clidriver()
    services = driver._get_command_table()
    tables, wrong, count = {}, 0, 0
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            _, operation, service, command = line.split()
            count += 1
            if service not in tables:
                found = services.get(service)
                tables[service] = found._get_command_table() if found else {}
            entry = tables[service].get(command)
            model = getattr(entry, "_operation_model", None)
            if entry is None or (model is not None and model.name != operation):
                wrong += 1
                print(f"{service} {command} is not {operation}")
    print(f"{count} operations, {wrong} under another name")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
