import { attendant, npmScript } from '@/lib/env'

/**
 * Calls `end` once: on Ctrl-C, on SIGTERM (npm passes both on, so they may come twice), when the terminal closes, and when
 * whoever started us, npm or the Node that handed over to this one, is gone without a word.
 */
export function whenAskedToEnd(end: () => Promise<void>): void {
  let asked = false
  const once = () => {
    if (asked) return
    asked = true
    void end()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, once)
  const parent = process.ppid
  if (npmScript() !== 'start' && attendant() !== parent) return
  setInterval(() => {
    if (process.ppid !== parent) once()
  }, 500).unref()
}
