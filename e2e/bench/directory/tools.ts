import { execFileSync, spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { childEnvironment } from '@/lib/launch/program.mjs'
import { password } from './company'

/** A server as OpenLDAP's programs reach it. */
export type Reached = { url: string; caFile: string }

/** Feeds a program with lines and waits for its end. @throws Error when it fails */
export async function feed(program: string, args: string[], lines: Iterable<string>, env = {}): Promise<void> {
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'inherit'], env: childEnvironment(env) })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => resolve(code ?? 1))
  })
  // When the program ends early its code says more than the broken pipe.
  await pipeline(Readable.from(lines), child.stdin).catch(() => {})
  if ((await ended) !== 0) throw new Error(`${program} could not do all it was told`)
}

/** Changes entries by LDIF over the network, as administrators do. */
export const modify = ({ url, caFile }: Reached, dn: string, ldif: Iterable<string>): Promise<void> =>
  feed('ldapmodify', ['-x', '-H', url, '-D', dn, '-w', password], ldif, { LDAPTLS_CACERT: caFile })

/** Reads one attribute of one entry; null while the server does not answer. */
export function readValue({ url, caFile }: Reached, dn: string, attribute: string): string | null {
  try {
    const asked = ['-x', '-LLL', '-o', 'nettimeout=5', '-H', url, '-s', 'base', '-b', dn, attribute]
    const answer = execFileSync('ldapsearch', asked, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: childEnvironment({ LDAPTLS_CACERT: caFile }),
    })
    return new RegExp(`^${attribute}: (.*)$`, 'm').exec(answer)?.[1] ?? ''
  } catch {
    return null
  }
}
