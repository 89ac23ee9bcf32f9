import { dirname } from 'node:path'
import { welcome } from './greeting'
import { Refusal } from './sentences'
import { Supervisor } from './supervisor'
import { whenAskedToEnd } from './the-end'

/** `npm start`: everything that runs on one machine, and its orderly end. */
const supervisor = new Supervisor(import.meta.dirname)

whenAskedToEnd(async () => {
  console.log('\nStopping …')
  await supervisor.stop()
  process.exit(0)
})

try {
  const running = await supervisor.start()
  console.log(await welcome(running, dirname(import.meta.dirname)))
} catch (error) {
  console.error(error instanceof Refusal ? `\n${error.message}\n` : error)
  await supervisor.stop()
  process.exit(1)
}
