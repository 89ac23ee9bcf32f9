import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import postgres from 'postgres'
import { freePort } from '../lib/launch/ports'
import { root } from '../lib/launch/program.mjs'
import { startHouse, stopHouses } from './house'

// Putting the image together takes a build, which takes longer on a busy machine.
test.setTimeout(600_000)

const children: ChildProcess[] = []
const folders: string[] = []

test.afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  await stopHouses()
})

/** What `COPY --from=build` puts into the container, in a folder that holds nothing else. */
function unpackedImage(): string {
  execFileSync(process.execPath, ['lib/launch/image.mjs'], { cwd: root, stdio: 'ignore' })
  const folder = mkdtempSync(join(tmpdir(), 'enrollment-image-'))
  folders.push(folder)
  const copied = /^COPY --from=build .* \/source\/(\S+) \.\/$/m.exec(
    readFileSync(join(root, 'Dockerfile'), 'utf8'),
  )?.[1]
  cpSync(join(root, copied ?? ''), folder, { recursive: true })
  return folder
}

test('what the Dockerfile copies runs from an empty folder: migrations, portal, worker and command line, with no packages beside them', async () => {
  const folder = unpackedImage()
  expect(readdirSync(folder).sort()).toEqual(['db', 'portal', 'programs'])
  const local = await startHouse()
  const sql = postgres(local.running.ownerUrl, { max: 1 })
  await sql.unsafe('create database contained')
  await sql.end()
  const port = await freePort()
  const env = {
    NODE_ENV: 'production' as const,
    HOSTNAME: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: local.running.ownerUrl.replace(/[^/]+$/, 'contained'),
    ENROLLMENT_SECRET: readFileSync(join(local.data, 'secret'), 'utf8').trim(),
  }
  const run = (name: string, ...args: string[]) =>
    execFileSync(process.execPath, [join('programs', `${name}.mjs`), ...args], { cwd: folder, env, encoding: 'utf8' })
  const begin = (name: string) => {
    const child = spawn(process.execPath, [join('programs', `${name}.mjs`)], { cwd: folder, env, stdio: 'inherit' })
    children.push(child)
    return child
  }
  expect(run('migrate')).toContain('The database is ready')
  expect(run('migrate')).toContain('The database is ready')
  const portal = begin('portal')
  const worker = begin('worker')
  const at = `http://127.0.0.1:${port}/enrollment`
  const answer = (path: string) =>
    fetch(`${at}${path}`).then(
      response => response.json(),
      () => null,
    )
  await expect.poll(() => answer('/api/health/live'), { timeout: 30_000 }).toEqual({ status: 'live' })
  await expect.poll(() => answer('/api/health/ready')).toEqual({ status: 'ready' })
  await expect.poll(() => answer('/api/health')).toMatchObject({ status: 'ok', database: 'ok', worker: 'ok' })
  const page = await fetch(`${at}/sign-in`)
  expect(page.status).toBe(200)
  const script = /src="(\/enrollment\/_next\/static\/[^"]+\.js)"/.exec(await page.text())?.[1]
  expect((await fetch(`http://127.0.0.1:${port}${script}`)).status).toBe(200)
  expect(() => run('enrollment', 'runs')).toThrow('There is no organization')
  const ended = Promise.all([portal, worker].map(child => new Promise(resolve => child.once('exit', resolve))))
  for (const child of [portal, worker]) child.kill('SIGTERM')
  // Next finishes the requests it has and then ends by the signal's number.
  expect(await ended).toEqual([143, 0])
})

test('a container that cannot keep organizations apart does not start', async () => {
  const folder = unpackedImage()
  const local = await startHouse()
  const env = {
    NODE_ENV: 'production' as const,
    DATABASE_URL: local.running.ownerUrl,
    DATABASE_DIRECT_URL: local.running.ownerUrl,
    ENROLLMENT_SECRET: 'x'.repeat(40),
  }
  const child = spawn(process.execPath, ['programs/worker.mjs'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  children.push(child)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  const code = await new Promise(resolve => child.once('exit', resolve))
  expect(code).toBe(1)
  expect(said).toContain('so organizations would not be kept apart')
})
