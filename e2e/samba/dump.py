"""dump.py FOLDER: every object of every naming context with all stored attributes, deleted ones too, as sorted JSON."""
import base64
import json
import sys

import ldb

from directory import open_directory

directory = open_directory(sys.argv[1])
[root] = directory.search("", scope=ldb.SCOPE_BASE, attrs=["namingContexts"])
objects = {}
for context in root["namingContexts"]:
    found = directory.search(str(context), scope=ldb.SCOPE_SUBTREE, attrs=["*", "nTSecurityDescriptor"],
                             controls=["show_deleted:1", "show_recycled:1"])
    for entry in found:
        objects[str(entry.dn)] = {
            name: sorted(base64.b64encode(bytes(value)).decode() for value in entry[name])
            for name in entry.keys() if name != "dn"
        }
json.dump(objects, sys.stdout, sort_keys=True)
