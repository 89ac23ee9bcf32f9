import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import path from 'node:path'

const here = import.meta.dirname
const company = '10.197.3.1'
export const portal = { address: '10.197.3.2', port: 8443 }

/** A packet on the line between the two networks. */
export type Packet = { from: string; to: string; toPort: number; opens: boolean; bytes: Buffer }
export type TwoNetworks = {
  /** Everything that crossed so far. */
  packets(): Packet[]
  stop(): void
}

/** Whether this system lets us make networks: as root on Linux, where no container forbids it. */
export function canMakeNetworks(): boolean {
  try {
    execFileSync('unshare', ['--net', 'ip', 'link'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/**
 * A network of its own for the portal, with one line to this one, which is the company's: whatever crosses the line is
 * noted. As root, on Linux. @param doors the socket file at which the portal's doors listen
 */
export async function connectNetworks(doors: string): Promise<TwoNetworks> {
  const [near, far] = [`enr${process.pid % 10_000}a`, `enr${process.pid % 10_000}b`]
  const children: ChildProcess[] = []
  const begin = (program: string, args: string[]) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    return child
  }
  const space = begin('unshare', ['--net', 'sh', '-c', 'echo listening; exec sleep 600'])
  await said(space)
  const inside = ['--net', `--target=${space.pid}`, '--']
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'pipe' })
  run('ip', 'link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', String(space.pid))
  run('ip', 'address', 'add', `${company}/30`, 'dev', near)
  run('ip', 'link', 'set', near, 'up')
  run('nsenter', ...inside, 'ip', 'address', 'add', `${portal.address}/30`, 'dev', far)
  run('nsenter', ...inside, 'ip', 'link', 'set', far, 'up')
  const capture = begin('/usr/bin/python3', [path.join(here, 'capture.py'), near])
  let text = ''
  await said(capture)
  capture.stdout?.setEncoding('utf8').on('data', piece => (text += piece))
  const relay = [path.join(here, 'relay.mjs'), portal.address, String(portal.port), doors]
  await said(begin('nsenter', [...inside, process.execPath, ...relay]))
  return {
    packets: () =>
      text
        .split('\n')
        .filter(line => line !== '')
        .map(packetOf),
    stop() {
      for (const child of children) child.kill('SIGKILL')
      // With the space its end of the line is gone, and with it the other one.
    },
  }
}

function packetOf(line: string): Packet {
  const [kind, from = '', , to = '', port, opens, hex = ''] = line.split(' ')
  if (kind !== 'tcp') return { from: line, to: '', toPort: 0, opens: true, bytes: Buffer.alloc(0) }
  return { from, to, toPort: Number(port), opens: opens === '1', bytes: Buffer.from(hex, 'hex') }
}

function said(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', code => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)))
  })
}
