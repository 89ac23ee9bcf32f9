import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pgBouncer } from '../lib/launch/pgbouncer.mjs'
import { freePort } from '../lib/launch/ports'

/** `nobody` of Debian: PgBouncer does not run as root. */
const nobody = 65_534

/** PgBouncer in transaction mode before one database, with fewer connections to it than its clients have to it. */
export async function startPooler(server: string): Promise<{ url: string; stop(): Promise<void> }> {
  const { hostname, port, pathname, username, password } = new URL(server)
  const folder = mkdtempSync(join(tmpdir(), 'enrollment-pooler-'))
  chmodSync(folder, 0o755)
  const own = await freePort()
  const users = join(folder, 'users.txt')
  writeFileSync(users, `"${username}" "${decodeURIComponent(password)}"\n`)
  const settings = join(folder, 'pgbouncer.ini')
  writeFileSync(
    settings,
    [
      '[databases]',
      `${pathname.slice(1)} = host=${hostname} port=${port}`,
      '[pgbouncer]',
      `listen_addr = 127.0.0.1\nlisten_port = ${own}\nunix_socket_dir =`,
      `auth_type = scram-sha-256\nauth_file = ${users}`,
      'pool_mode = transaction\ndefault_pool_size = 5\nmax_client_conn = 200',
    ].join('\n'),
  )
  const as = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  const pooler = spawn(pgBouncer, [settings], { stdio: 'ignore', cwd: '/', ...as })
  const ended = new Promise<void>(resolve => pooler.once('exit', () => resolve()).once('error', () => resolve()))
  for (let left = 100; !(await answers(own)); left--) {
    if (left === 0) throw new Error('PgBouncer did not start')
    await wait(50)
  }
  const url = new URL(server)
  url.port = String(own)
  url.hostname = '127.0.0.1'
  const stop = async () => {
    pooler.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true })
  }
  return { url: url.toString(), stop }
}

const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    }).once('error', () => resolve(false))
  })
