"""Every rule, a module per service or family. Importing this package registers them all."""

import importlib
import pkgutil

#: Client tokens answer before any other rule can refuse a repeated request.
importlib.import_module(f"{__name__}.tokens")
for _module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
