"""fill.py FOLDER FILE: adds the units, people, contacts and lists of a JSON file to a stopped domain, in one transaction.

FILE: { "units": [dn], "people": [{ "dn", "attributes": { name: value }, "manager": dn | null, "password": text | null,
        "mustChange": bool }], "contacts": [{ "dn" }], "lists": [{ "dn", "sAMAccountName", "members": [dn] }] }
Prints the objectGUIDs that the domain gave: { sAMAccountName or DN: guid }.
"""
import json
import sys

import ldb
from samba.dcerpc import misc
from samba.ndr import ndr_unpack

from directory import open_directory

folder, file = sys.argv[1:3]
with open(file, encoding="utf-8") as handle:
    wanted = json.load(handle)
directory = open_directory(folder, ["batch_mode:1"])

directory.transaction_start()
for dn in wanted["units"]:
    directory.add({"dn": dn, "objectClass": "organizationalUnit"})
for person in wanted["people"]:
    values = {name: value.encode() for name, value in person["attributes"].items()}
    if person["password"]:
        values["unicodePwd"] = ('"%s"' % person["password"]).encode("utf-16-le")
    directory.add({"dn": person["dn"], "objectClass": "user", **values})
for person in wanted["people"]:
    later = {"manager": person["manager"], "pwdLastSet": "0" if person["mustChange"] else None}
    message = ldb.Message(ldb.Dn(directory, person["dn"]))
    for name, value in later.items():
        if value:
            message[name] = ldb.MessageElement(value.encode(), ldb.FLAG_MOD_REPLACE, name)
    if len(message) > 0:
        directory.modify(message)
for contact in wanted["contacts"]:
    directory.add({"dn": contact["dn"], "objectClass": "contact"})
for group in wanted["lists"]:
    directory.add({"dn": group["dn"], "objectClass": "group", "sAMAccountName": group["sAMAccountName"]})
for group in wanted["lists"]:
    if group["members"]:
        message = ldb.Message(ldb.Dn(directory, group["dn"]))
        members = [member.encode() for member in group["members"]]
        message["member"] = ldb.MessageElement(members, ldb.FLAG_MOD_REPLACE, "member")
        directory.modify(message)
directory.transaction_commit()

guids = {}
for entry in directory.search(directory.domain_dn(), scope=ldb.SCOPE_SUBTREE, attrs=["objectGUID", "sAMAccountName"],
                              expression="(|(objectCategory=person)(objectCategory=group)(objectClass=organizationalUnit))"):
    key = str(entry["sAMAccountName"]) if "sAMAccountName" in entry else str(entry.dn)
    guids[key] = str(ndr_unpack(misc.GUID, entry["objectGUID"][0]))
print(json.dumps(guids))
