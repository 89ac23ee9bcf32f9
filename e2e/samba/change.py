"""change.py FOLDER: does to a running domain what its administrators do. Reads a JSON list of changes from stdin:

["disable", sam], ["delete", sam], ["move", sam, new_dn], ["rename-unit", dn, new_dn], ["set", sam, attribute, value],
["show-deleted-to", sam]: lets an account list and read CN=Deleted Objects, as `dsacls /G` does.
"""
import json
import sys

import ldb
from samba.dcerpc import security
from samba.ndr import ndr_pack, ndr_unpack

from directory import open_directory

directory = open_directory(sys.argv[1])


def find(sam, attributes=("userAccountControl", "objectSid")):
    [entry] = directory.search(directory.domain_dn(), scope=ldb.SCOPE_SUBTREE, attrs=list(attributes),
                               expression="(sAMAccountName=%s)" % ldb.binary_encode(sam))
    return entry


def replace(dn, attribute, value, controls=()):
    message = ldb.Message(dn)
    message[attribute] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, attribute)
    directory.modify(message, list(controls))


def disable(sam):
    entry = find(sam)
    replace(entry.dn, "userAccountControl", str(int(str(entry["userAccountControl"])) | 2))


def delete(sam):
    directory.delete(find(sam).dn)


def move(sam, dn):
    directory.rename(find(sam).dn, ldb.Dn(directory, dn))


def rename_unit(old, new):
    directory.rename(ldb.Dn(directory, old), ldb.Dn(directory, new))


def set_value(sam, attribute, value):
    replace(find(sam).dn, attribute, value.encode())


def show_deleted_to(sam):
    controls = ["show_deleted:1", "sd_flags:1:4"]
    place = "CN=Deleted Objects," + str(directory.domain_dn())
    domain = security.dom_sid(directory.get_domain_sid())
    account = ndr_unpack(security.dom_sid, find(sam)["objectSid"][0])
    [entry] = directory.search(place, scope=ldb.SCOPE_BASE, attrs=["nTSecurityDescriptor"], controls=controls)
    text = ndr_unpack(security.descriptor, entry["nTSecurityDescriptor"][0]).as_sddl(domain)
    access = text.index("D:")
    first = text.index("(", access) if "(" in text[access:] else len(text)
    granted = text[:first] + "(A;CIOI;LCRPLO;;;%s)" % account + text[first:]
    replace(ldb.Dn(directory, place), "nTSecurityDescriptor",
            ndr_pack(security.descriptor.from_sddl(granted, domain)), controls)


actions = {"disable": disable, "delete": delete, "move": move, "rename-unit": rename_unit, "set": set_value,
           "show-deleted-to": show_deleted_to}
for name, *arguments in json.load(sys.stdin):
    actions[name](*arguments)
