"""provision.py FOLDER REALM ADMIN_PASSWORD: an empty Active Directory domain in a folder of its own, LDAP only.

Leaves FOLDER/smb.conf to start Samba with. Runs with the system's Python, which has Samba's modules.
"""
import logging
import os
import sys

from samba.auth import system_session
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.provision import FILL_FULL, provision

folder, realm, admin_password = sys.argv[1:4]
folder = os.path.abspath(folder)
for name in ("run", "cache", "state", "private", "bind-dns"):
    os.makedirs(os.path.join(folder, name), mode=0o755, exist_ok=True)
os.chmod(os.path.join(folder, "private"), 0o700)
domain = realm.split(".")[0].upper()
config = os.path.join(folder, "smb.conf")
with open(config, "w") as file:
    file.write(f"""[global]
  netbios name = DC1
  realm = {realm.upper()}
  workgroup = {domain}
  server role = active directory domain controller
  interfaces = lo
  bind interfaces only = Yes
  server services = ldap
  ldap server require strong auth = yes
  private dir = {folder}/private
  lock directory = {folder}
  state directory = {folder}/state
  cache directory = {folder}/cache
  binddns dir = {folder}/bind-dns
  pid directory = {folder}/run
  ncalrpc dir = {folder}/run/ncalrpc
  log file = {folder}/log.%m
  load printers = no
[sysvol]
  path = {folder}/state/sysvol
  read only = No
[netlogon]
  path = {folder}/state/sysvol/{realm.lower()}/scripts
  read only = No
""")

parameters = LoadParm()
parameters.load(config)
log = logging.getLogger("provision")
log.addHandler(logging.NullHandler())
log.propagate = False
provision(log, system_session(), smbconf=config, targetdir=None, samdb_fill=FILL_FULL, realm=realm, domain=domain,
          hostname="dc1", hostip="127.0.0.1", adminpass=admin_password, dns_backend="NONE", serverrole="dc",
          dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2, lp=parameters, use_ntvfs=False, skip_sysvolacl=True,
          backend_store="tdb", useeadb=True, batch_mode=True)
