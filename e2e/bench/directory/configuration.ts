import path from 'node:path'
import { root } from '@/lib/launch/program.mjs'
import { baseDn, deletedObjectsDn, deletedReaderDn, password, settingsDn } from './company'

/** Whom the server lets change everything. */
export const administratorDn = `cn=administrator,${baseDn}`

export type Files = { home: string; certFile: string; keyFile: string; module: string }

/**
 * `envflags nosync` is about filling and changing; reading is what is measured. The monitor counts the bytes that are sent.
 * That the container of what was deleted is there is hidden from all but one account, as Active Directory hides it.
 */
export const configuration = ({ home, certFile, keyFile, module }: Files) => `include /etc/ldap/schema/core.schema
include ${path.join(root, 'e2e/bench/directory/active-directory.schema')}
modulepath /usr/lib/ldap
moduleload back_mdb.la
moduleload ${module}
pidfile ${home}/slapd.pid
TLSCertificateFile ${certFile}
TLSCertificateKeyFile ${keyFile}
rootDSE ${home}/root-dse.ldif
sizelimit unlimited
timelimit unlimited
tool-threads 2
database mdb
suffix "${baseDn}"
rootdn "${administratorDn}"
rootpw ${password}
directory ${home}/data
maxsize 17179869184
envflags writemap nosync
index objectClass,objectCategory,objectGUID,uSNChanged eq
access to dn.exact="${deletedObjectsDn}" by dn.exact="${deletedReaderDn}" read by * none
access to attrs=userPassword by * auth
access to * by * read
database monitor
`

/** By these facts the reader knows a domain controller (MS-ADTS 3.1.1.3.2). */
export const rootDse = (usn: number) => `dn:
supportedCapabilities: 1.2.840.113556.1.4.800
defaultNamingContext: ${baseDn}
highestCommittedUSN: ${usn}
dnsHostName: dc1.bench.example
dsServiceName: ${settingsDn}
forestFunctionality: 7
`
