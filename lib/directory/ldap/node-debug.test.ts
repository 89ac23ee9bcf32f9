import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const canary = 'Canary-Password-4711'

/** A program that uses a source in every way, against servers that accept, refuse, cut and fall silent. */
const program = `
  import { read, sourceFor, withServer } from '@/lib/directory/testing/reading'
  import { world } from '@/lib/directory/testing/world'

  const signal = new AbortController().signal
  const deadlines = { connect: 200, signIn: 200, page: 200 }
  const refused = { code: 49, text: '80090308: LdapErr, comment: AcceptSecurityContext error, data 52e' }
  const scripts = [
    {},
    { bind: refused },
    { bind: { code: 52, text: 'unavailable' } },
    { silentAt: 'bind' },
    { silentAt: 'extended' },
    { whoAmI: '' },
    { search: (_, answer) => answer.cut() },
    { search: (_, answer) => answer.raw(Buffer.from('3080020101', 'hex')) },
  ]
  for (const script of scripts)
    await withServer({ world: world(3), ...script }, async server => {
      for (const security of ['ldaps', 'starttls']) {
        const source = sourceFor(server, { password: process.env.CANARY, security, deadlines })
        console.log(JSON.stringify(await source.probe(report => console.log(report), signal)))
        await source.browse(null, signal).catch(error => console.log(error, error.stack, error.cause))
        console.log(await read(source))
      }
    })
`

test('what Node and ldapts print when they are debugged does not hold the password', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'enrollment-debug-'))
  const outfile = path.join(folder, 'program.mjs')
  try {
    const root = path.resolve(import.meta.dirname, '../../..')
    const stdin = { contents: program, resolveDir: root, loader: 'ts' as const }
    await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' })
    const env = { NODE_ENV: 'test' as const, NODE_DEBUG: 'ldapts,tls,net', CANARY: canary }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [outfile], { env, maxBuffer: 256e6 })
    expect(stderr).toContain('LDAPTS')
    expect(stderr).toContain('"password":"__redacted__"')
    expect(stdout).toContain('bind-rejected')
    for (const form of [canary, Buffer.from(canary).toString('base64'), Buffer.from(canary).toString('hex')])
      expect(`${stdout}${stderr}`.includes(form)).toBe(false)
  } finally {
    await rm(folder, { recursive: true })
  }
})
