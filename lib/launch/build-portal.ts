import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Refusal, sentences } from './sentences'

/**
 * Builds portal and programs if the sources changed since the last time; `--built` says that they did not.
 * @throws Refusal when that failed; the build has said why
 */
export async function buildPortal(): Promise<void> {
  if (process.argv.includes('--built')) return
  const child = spawn(process.execPath, [join('lib', 'launch', 'build.mjs'), '--if-changed', '--quiet'], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  const code = await new Promise(resolve => child.once('error', resolve).once('exit', resolve))
  if (code !== 0) throw new Refusal(sentences.buildFailed())
}
