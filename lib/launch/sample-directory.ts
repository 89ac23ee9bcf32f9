import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { env } from '@/lib/env'
import { authorityFile } from '@/lib/sample-directory/certificates/keep'
import { generateCompany } from '@/lib/sample-directory/company'
import { startSampleDirectory } from '@/lib/sample-directory/server'
import { samplePeople, sampleSeed } from '@/lib/sample-directory/settings'
import { onLeashEnd, sayReady } from './leash'

/** A program of its own: the sample company's directory, on a leash. */
const Task = z.object({ port: z.number(), folder: z.string() })

const { port, folder } = Task.parse(JSON.parse(process.argv[2] ?? '{}'))
const certificates = join(folder, 'sample-directory')
const recordFile = env().ENROLLMENT_SAMPLE_RECORD

const sample = await startSampleDirectory({
  company: generateCompany({ seed: sampleSeed, people: samplePeople }),
  port,
  tls: { folder: certificates },
  ...(recordFile ? { record: operation => appendFileSync(recordFile, `${JSON.stringify(operation)}\n`) } : {}),
})
onLeashEnd(() => sample.stop(), 5)
sayReady({ caFile: authorityFile(certificates) })
