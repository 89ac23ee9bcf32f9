import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '@/lib/launch/ports'
import { root } from '@/lib/launch/program.mjs'
import { issueCertificate, makeAuthority } from '../../samba/certificates'
import { type KeptServer, keepServer } from '../kept-server'
import { baseDn, changesLdif, companyLdif, deletedReaderDn, lastUsn, password, readerDn } from './company'
import { administratorDn, configuration, rootDse } from './configuration'
import { feed, modify, type Reached, readValue } from './tools'

/** An OpenLDAP that looks like Active Directory as far as reading goes, on 127.0.0.1 with a certificate of its own. */
export type DirectoryServer = {
  url: string
  port: number
  baseDn: string
  userDn: string
  /** An account that may see what was deleted, too. */
  deletedReaderDn: string
  password: string
  caFile: string
  /** How many bytes it sent in answers meanwhile, by its own count; encryption and TCP come on top. */
  counting<T>(work: () => Promise<T>): Promise<{ result: T; bytes: number }>
  /** Changes so many people. */
  change(count: number): Promise<void>
  stop(): Promise<void>
}

/** A part of the name of what was filled: another filling, another folder. */
const filling = 3

/** Starts one with so many people; what was filled before is used again. */
export async function startDirectory(folder: string, size: number): Promise<DirectoryServer> {
  const home = path.join(folder, `openldap-${filling}-${size}`)
  mkdirSync(home, { recursive: true })
  const caFile = prepare(home)
  if (!existsSync(path.join(home, 'usn'))) await fill(home, size)
  const port = await freePort()
  const reached = { url: `ldaps://127.0.0.1:${port}`, caFile }
  let server = await start(home, reached)
  return {
    ...{ ...reached, port, baseDn, userDn: readerDn, deletedReaderDn, password },
    counting: work => counting(reached, work),
    change: async count => {
      await change(home, reached, size, count)
      // What the server says of itself it reads when it starts.
      await server.stop()
      server = await start(home, reached)
    },
    stop: () => server.stop(),
  }
}

/** Everything but the data: certificates, which expire, and what depends on where the project is. */
function prepare(home: string): string {
  rmSync(path.join(home, 'certificates'), { recursive: true, force: true })
  const authority = makeAuthority(path.join(home, 'certificates'), 'Bench Authority')
  const { certFile, keyFile } = issueCertificate(authority, ['DNS:dc1.lab.example', 'IP:127.0.0.1'])
  const module = path.join(home, 'show-deleted.so')
  execFileSync('gcc', ['-O1', '-shared', '-fPIC', '-o', module, path.join(root, 'e2e/bench/directory/show-deleted.c')])
  writeFileSync(path.join(home, 'slapd.conf'), configuration({ home, certFile, keyFile, module }))
  return authority.caFile
}

async function fill(home: string, size: number): Promise<void> {
  rmSync(path.join(home, 'data'), { recursive: true, force: true })
  mkdirSync(path.join(home, 'data'))
  writeFileSync(path.join(home, 'root-dse.ldif'), rootDse(lastUsn(size)))
  await feed('/usr/sbin/slapadd', ['-q', '-f', path.join(home, 'slapd.conf')], companyLdif(size))
  writeFileSync(path.join(home, 'usn'), String(lastUsn(size)))
}

/** The highest uSNChanged that was given. */
const usnOf = (home: string): number => Number(readFileSync(path.join(home, 'usn'), 'utf8'))

async function change(home: string, reached: Reached, size: number, count: number) {
  const usn = usnOf(home)
  // First the number, so that none is given twice, whatever happens to the changes.
  writeFileSync(path.join(home, 'usn'), String(usn + count))
  if (count > 0) await modify(reached, administratorDn, changesLdif(size, count, usn + 1))
}

async function start(home: string, reached: Reached): Promise<KeptServer> {
  writeFileSync(path.join(home, 'root-dse.ldif'), rootDse(usnOf(home)))
  const args = ['-d', '0', '-f', path.join(home, 'slapd.conf'), '-h', reached.url]
  return keepServer({ program: '/usr/sbin/slapd', args, log: path.join(home, 'slapd.log'), signal: 'SIGTERM' }, () =>
    Boolean(readValue(reached, '', 'dsServiceName')),
  )
}

/** Asking is answered, too: what that takes is taken out. */
async function counting<T>(reached: Reached, work: () => Promise<T>): Promise<{ result: T; bytes: number }> {
  const sent = () => Number(readValue(reached, 'cn=Bytes,cn=Statistics,cn=Monitor', 'monitorCounter'))
  const first = sent()
  const before = sent()
  const result = await work()
  return { result, bytes: sent() - before - (before - first) }
}
