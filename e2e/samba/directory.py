"""Opens the domain's database in a folder. Every module of Active Directory runs: GUIDs, SIDs, USNs, schema, links."""
import os

from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB


def open_directory(folder, options=()):
    parameters = LoadParm()
    parameters.load(os.path.join(folder, "smb.conf"))
    return SamDB(url=os.path.join(folder, "private/sam.ldb"), session_info=system_session(), lp=parameters,
                 options=list(options))
