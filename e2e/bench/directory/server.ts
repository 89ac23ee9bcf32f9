import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@/lib/launch/ports'
import { root } from '@/lib/launch/program.mjs'
import { issueCertificate, makeAuthority } from '../../samba/certificates'
import { baseDn, companyLdif, lastUsn } from './company'

/** An OpenLDAP that looks like Active Directory as far as reading goes, on 127.0.0.1 with a certificate of its own. */
export type DirectoryServer = {
  url: string
  port: number
  baseDn: string
  userDn: string
  password: string
  caFile: string
  stop(): Promise<void>
}

const userDn = `cn=reader,${baseDn}`
const password = 'bench'
/** A part of the name of what was filled: another filling, another folder. */
const filling = 2

/** Starts one with so many people; what was filled before is used again. */
export async function startDirectory(folder: string, size: number): Promise<DirectoryServer> {
  const home = path.join(folder, `openldap-${filling}-${size}`)
  if (!existsSync(path.join(home, 'filled'))) await fill(home, size)
  const port = await freePort()
  const url = `ldaps://127.0.0.1:${port}`
  const log = openSync(path.join(home, 'slapd.log'), 'w')
  const args = ['-d', '0', '-f', path.join(home, 'slapd.conf'), '-h', url]
  const child = spawn('/usr/sbin/slapd', args, { stdio: ['ignore', log, log] })
  await waitUntilReady(child, path.join(home, 'slapd.log'), url, caFileOf(home))
  return { url, port, baseDn, userDn, password, caFile: caFileOf(home), stop: () => stop(child) }
}

const caFileOf = (home: string) => path.join(home, 'certificates', 'ca.pem')

async function fill(home: string, size: number): Promise<void> {
  rmSync(home, { recursive: true, force: true })
  mkdirSync(path.join(home, 'data'), { recursive: true })
  const authority = makeAuthority(path.join(home, 'certificates'), 'Bench Authority')
  const { certFile, keyFile } = issueCertificate(authority, ['DNS:dc1.lab.example', 'IP:127.0.0.1'])
  writeFileSync(path.join(home, 'slapd.conf'), configuration(home, certFile, keyFile))
  writeFileSync(path.join(home, 'root-dse.ldif'), rootDse(size))
  const load = spawn('/usr/sbin/slapadd', ['-q', '-f', path.join(home, 'slapd.conf')], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = new Promise<number>(resolve => load.once('exit', code => resolve(code ?? 1)))
  await pipeline(Readable.from(companyLdif(size)), load.stdin)
  if ((await ended) !== 0) throw new Error('slapadd could not fill the directory')
  writeFileSync(path.join(home, 'filled'), '')
}

/** `envflags nosync` is about filling; reading is what is measured. */
const configuration = (home: string, certFile: string, keyFile: string) => `include /etc/ldap/schema/core.schema
include ${path.join(root, 'e2e/bench/directory/active-directory.schema')}
modulepath /usr/lib/ldap
moduleload back_mdb.la
pidfile ${home}/slapd.pid
TLSCertificateFile ${certFile}
TLSCertificateKeyFile ${keyFile}
rootDSE ${home}/root-dse.ldif
sizelimit unlimited
timelimit unlimited
tool-threads 2
database mdb
suffix "${baseDn}"
rootdn "${userDn}"
rootpw ${password}
directory ${home}/data
maxsize 17179869184
envflags writemap nosync
index objectClass,objectCategory,objectGUID,uSNChanged eq
access to * by * read
`

/** By these facts the reader knows a domain controller (MS-ADTS 3.1.1.3.2). */
const rootDse = (size: number) => `dn:
supportedCapabilities: 1.2.840.113556.1.4.800
defaultNamingContext: ${baseDn}
highestCommittedUSN: ${lastUsn(size)}
dnsHostName: dc1.bench.example
forestFunctionality: 7
`

async function waitUntilReady(child: ChildProcess, log: string, url: string, caFile: string): Promise<void> {
  for (let attempt = 0; attempt < 100 && child.exitCode === null; attempt++) {
    try {
      execFileSync('ldapsearch', ['-x', '-LLL', '-H', url, '-s', 'base', '-b', ''], {
        stdio: 'ignore',
        env: { NODE_ENV: 'test', LDAPTLS_CACERT: caFile },
      })
      return
    } catch {
      await sleep(50)
    }
  }
  child.kill('SIGKILL')
  throw new Error(`slapd did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`)
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await ended
}
