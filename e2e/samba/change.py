"""change.py FOLDER: does to a running domain what its administrators do. Reads a JSON list of changes from stdin:

["disable", sam], ["delete", sam], ["move", sam, new_dn], ["rename-unit", dn, new_dn], ["set", sam, attribute, value],
["add-unit", dn], ["set-password", sam, password], ["join", group_sam, sam], ["leave", group_sam, sam]
["show-deleted-to", sam]: lets an account list and read CN=Deleted Objects, as `dsacls /G` does.
["hide-from", sam, dn]: an account neither sees nor lists an object and what is below it; ["show-to", sam, dn] ends that.
"""
import json
import re
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


def add_unit(dn):
    directory.add({"dn": dn, "objectClass": "organizationalUnit"})


def join(group, sam):
    directory.add_remove_group_members(group, [sam], add_members_operation=True)


def leave(group, sam):
    directory.add_remove_group_members(group, [sam], add_members_operation=False)


def set_password(sam, password):
    replace(find(sam).dn, "unicodePwd", ('"%s"' % password).encode("utf-16-le"))


def sid_of(sam):
    return str(ndr_unpack(security.dom_sid, find(sam)["objectSid"][0]))


def edit_access(place, edit):
    """Changes the list of access rights of an object; `edit` gets the text of its entries and gives the new one."""
    controls = ["show_deleted:1", "sd_flags:1:4"]
    domain = security.dom_sid(directory.get_domain_sid())
    [entry] = directory.search(place, scope=ldb.SCOPE_BASE, attrs=["nTSecurityDescriptor"], controls=controls)
    text = ndr_unpack(security.descriptor, entry["nTSecurityDescriptor"][0]).as_sddl(domain)
    access = text.index("D:")
    first = text.index("(", access) if "(" in text[access:] else len(text)
    edited = text[:first] + edit(text[first:])
    replace(ldb.Dn(directory, place), "nTSecurityDescriptor",
            ndr_pack(security.descriptor.from_sddl(edited, domain)), controls)


def show_deleted_to(sam):
    edit_access("CN=Deleted Objects," + str(directory.domain_dn()),
                lambda entries: "(A;CIOI;LCRPLO;;;%s)" % sid_of(sam) + entries)


def hide_from(sam, dn):
    edit_access(dn, lambda entries: "(D;CI;RPLCLORC;;;%s)" % sid_of(sam) + entries)


def show_to(sam, dn):
    # Children carry the entry too, as an inherited one, and get theirs anew.
    edit_access(dn, lambda entries: re.sub(r"\(D;CI;[A-Z]+;;;%s\)" % sid_of(sam), "", entries))


actions = {"disable": disable, "delete": delete, "move": move, "rename-unit": rename_unit, "set": set_value,
           "add-unit": add_unit, "set-password": set_password, "join": join, "leave": leave,
           "show-deleted-to": show_deleted_to, "hide-from": hide_from, "show-to": show_to}
for name, *arguments in json.load(sys.stdin):
    actions[name](*arguments)
