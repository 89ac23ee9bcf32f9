import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { authorityFile } from './certificates/keep'
import { generateCompany } from './company'
import { startSampleDirectory } from './server'
import { samplePeople, sampleSeed } from './settings'

/**
 * The sample directory as a process of its own: `main --host 127.0.0.1 --port 0 --folder .data/sample-directory [--people N]`.
 * Prints one line of JSON, `{"port":…,"caFile":…}`, when it can be reached, and ends on SIGTERM or SIGINT; with
 * `--until-input-ends` also when its standard input closes, so that it never outlives who started it.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      folder: { type: 'string', default: '.data/sample-directory' },
      'until-input-ends': { type: 'boolean', default: false },
      people: { type: 'string', default: String(samplePeople) },
    },
  })
  const company = generateCompany({ seed: sampleSeed, people: Number(values.people) })
  const { host } = values
  const folder = resolve(values.folder)
  const sample = await startSampleDirectory({ company, host, port: Number(values.port), tls: { folder } })
  process.stdout.write(`${JSON.stringify({ port: sample.port, caFile: authorityFile(folder) })}\n`)
  const end = () => void sample.stop().then(() => process.exit(0))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  if (values['until-input-ends']) process.stdin.once('end', end).once('close', end).resume()
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
