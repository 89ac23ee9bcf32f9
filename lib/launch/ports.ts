import { randomInt } from 'node:crypto'
import { connect, createServer } from 'node:net'

/** Whether a program could listen there: 'free', 'taken', or 'forbidden' for this user. */
export async function portState(port: number, host?: string): Promise<'free' | 'taken' | 'forbidden'> {
  const code = await tryListen(port, host)
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden'
  if (code !== null) return 'taken'
  return (await accepts(port)) ? 'taken' : 'free'
}

/** Below the ports that systems give to outgoing connections, which come and go between choosing one and listening there. */
const QUIET = { from: 20_000, to: 30_000 }

/** A port of the loopback interface that nothing listens on. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const port = randomInt(QUIET.from, QUIET.to)
    if ((await portState(port)) === 'free') return port
  }
  return anyFreePort()
}

function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/** The port kept from earlier starts if it is still free, otherwise another one. */
export async function keptPort(kept: number | null): Promise<number> {
  if (kept !== null && (await portState(kept, '127.0.0.1')) === 'free') return kept
  return freePort()
}

/** @returns null when listening worked, otherwise the error's code */
function tryListen(port: number, host?: string): Promise<string | null> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'UNKNOWN'))
    server.listen({ port, ...(host ? { host } : {}), exclusive: true }, () => server.close(() => resolve(null)))
  })
}

/** On some systems one may listen on all interfaces beside a program that listens on one. */
function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 500 })
    const answer = (value: boolean) => {
      socket.destroy()
      resolve(value)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
    socket.once('timeout', () => answer(false))
  })
}
