import { dirname } from 'node:path'
import { UnusableEnvironment } from '@/lib/env'
import { welcome } from './greeting'
import { Refusal } from './sentences'
import { Supervisor } from './supervisor'
import { whenAskedToEnd } from './the-end'

/** `npm start`: everything that runs on one machine, and its orderly end. */
const supervisor = new Supervisor(import.meta.dirname)
let ending = false

whenAskedToEnd(async () => {
  ending = true
  console.log('\nStopping …')
  await supervisor.stop()
  process.exit(0)
})

try {
  const running = await supervisor.start()
  console.log(await welcome(running, dirname(import.meta.dirname)))
} catch (error) {
  // Whoever asks for the end while everything comes up has no use for what could not be finished.
  if (!ending) {
    console.error(isForOperators(error) ? `\n${error.message}\n` : error)
    await supervisor.stop()
    process.exit(1)
  }
}

function isForOperators(error: unknown): error is Error {
  return error instanceof Refusal || error instanceof UnusableEnvironment
}
