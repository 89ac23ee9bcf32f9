import type { Child } from './child'

/** A child that is started again, ever more patiently, when it dies. */
export type KeptAlive = { pid(): number; stop(seconds: number): Promise<void> }

const FIRST_PAUSE = 500
const LONGEST_PAUSE = 30_000
/** A child that lived this long has earned a quick restart. */
const STEADY = 60_000

/** The pause before restart number `failures`, in milliseconds. */
export const pauseAfter = (failures: number): number =>
  Math.min(FIRST_PAUSE * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE)

/**
 * @param first the child as it was first started
 * @param start starts the next one
 */
export function keepAlive(name: string, first: Child, start: () => Child, changed: () => void): KeptAlive {
  let child = first
  let startedAt = Date.now()
  let failures = 0
  let stopping = false
  let timer: NodeJS.Timeout | undefined

  const watch = (watched: Child) =>
    watched.ended.then(code => {
      if (stopping) return
      failures = Date.now() - startedAt > STEADY ? 1 : failures + 1
      const pause = pauseAfter(failures)
      console.error(`The ${name} ended (code ${code}); it is started again in ${pause / 1000} s.`)
      timer = setTimeout(() => {
        startedAt = Date.now()
        child = start()
        changed()
        watch(child)
      }, pause)
    })
  watch(child)

  return {
    pid: () => child.pid,
    stop: async seconds => {
      stopping = true
      clearTimeout(timer)
      await child.stop(seconds)
    },
  }
}
