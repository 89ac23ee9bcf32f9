import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Authority, type Certificates, installCertificates, issueCertificate, makeAuthority } from './certificates'

/** What administrators do to a domain; see change.py. */
export type DirectoryChange =
  | ['disable' | 'delete' | 'show-deleted-to', sam: string]
  | ['move', sam: string, dn: string]
  | ['rename-unit', dn: string, newDn: string]
  | ['add-unit', dn: string]
  | ['hide-from' | 'show-to', sam: string, dn: string]
  | ['set-password', sam: string, password: string]
  | ['join' | 'leave', group: string, sam: string]
  | ['set', sam: string, attribute: string, value: string]

/** What a stopped domain is filled with; see fill.py. */
export type Filling = {
  units: string[]
  people: {
    dn: string
    attributes: Record<string, string>
    manager: string | null
    password: string | null
    /** Before its next sign-in: a sign-in over LDAP is refused. */
    mustChange: boolean
  }[]
  contacts: { dn: string }[]
  lists: { dn: string; sAMAccountName: string; members: string[] }[]
}

/** Every object by DN, its attributes' values in base64. */
export type Dump = Record<string, Record<string, string[]>>

export type DomainController = {
  authority: Authority
  certificates: Certificates
  /** LDAPS on 127.0.0.1. */
  port: number
  /** LDAP with StartTLS on 127.0.0.1. */
  plainPort: number
  /** The domain's own administrator. */
  administrator: { userId: string; password: string }
  /** objectGUIDs as the domain gave them, by sAMAccountName, or by DN for units. */
  guids: Map<string, string>
  change(...changes: DirectoryChange[]): void
  dump(): Dump
  stop(): Promise<void>
}

const here = import.meta.dirname
const adminPassword = 'Passw0rd!lab'

/** Provisions a domain, fills it and starts a real Samba domain controller on the loopback interface. */
export async function startDomainController(realm: string, filling: Filling): Promise<DomainController> {
  const folder = mkdtempSync(path.join(tmpdir(), 'enrollment-samba-'))
  const authority = makeAuthority(path.join(folder, 'certificates'), 'Lab Authority')
  const certificates = issueCertificate(authority, ['DNS:dc1.lab.example', 'IP:127.0.0.1'])
  python('provision.py', [folder, realm, adminPassword])
  installCertificates(certificates, path.join(folder, 'private/tls'))
  const guids = fill(folder, filling)
  const { port, child } = await start(folder)
  return {
    authority,
    certificates,
    port,
    plainPort: port - 636 + 389,
    administrator: { userId: `Administrator@${realm}`, password: adminPassword },
    guids,
    change: (...changes) => void python('change.py', [folder], JSON.stringify(changes)),
    dump: () => JSON.parse(python('dump.py', [folder])) as Dump,
    stop: async () => {
      await stop(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Samba's modules belong to the system's Python, which is not always the first on PATH. */
function python(script: string, args: string[], input = ''): string {
  return execFileSync('/usr/bin/python3', [path.join(here, script), ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { NODE_ENV: 'test', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' },
  })
}

function fill(folder: string, filling: Filling): Map<string, string> {
  const file = path.join(folder, 'filling.json')
  writeFileSync(file, JSON.stringify(filling))
  return new Map(Object.entries(JSON.parse(python('fill.py', [folder, file])) as Record<string, string>))
}

async function start(folder: string): Promise<{ port: number; child: ChildProcess }> {
  const library = path.join(folder, 'ports.so')
  execFileSync('gcc', ['-O1', '-shared', '-fPIC', '-o', library, path.join(here, 'ports.c'), '-ldl'])
  const shift = await freeShift()
  const log = path.join(folder, 'out.log')
  const output = openSync(log, 'w')
  const child = spawn('/usr/sbin/samba', ['-i', '-s', path.join(folder, 'smb.conf'), '-M', 'prefork'], {
    detached: true,
    stdio: ['ignore', output, output],
    env: { NODE_ENV: 'test', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LD_PRELOAD: library, AD_PORT_SHIFT: String(shift) },
  })
  const port = 636 + shift
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await listens(port)) return { port, child }
    if (child.exitCode !== null) break
    await sleep(100)
  }
  await stop(child)
  throw new Error(`Samba did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`)
}

/** The whole process group, because the workers outlive their parent for a moment. */
async function stop(child: ChildProcess): Promise<void> {
  const signal = (name: 'SIGTERM' | 'SIGKILL') => {
    try {
      if (child.pid) process.kill(-child.pid, name)
      return true
    } catch {
      return false
    }
  }
  signal('SIGTERM')
  for (let attempt = 0; attempt < 50; attempt++) {
    if (!signal('SIGTERM')) return
    await sleep(100)
  }
  signal('SIGKILL')
}

/** How far to move Samba's four ports so that all of them are free. */
async function freeShift(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const shift = 12_000 + Math.floor(Math.random() * 40_000)
    const free = await Promise.all([389, 636, 3268, 3269].map(port => isFree(port + shift)))
    if (free.every(Boolean)) return shift
  }
  throw new Error('No free ports for a domain controller')
}

const isFree = (port: number) =>
  new Promise<boolean>(resolve => {
    const probe = createServer().once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

const listens = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
