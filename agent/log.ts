import { appendFileSync, chmodSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

const name = 'agent.log'
/** Files of so many bytes at most, the one being written among them; the oldest goes. */
const kept = { files: 5, bytes: 1024 * 1024 }

let file: string | null = null

/** From here on what is logged is also kept in the folder. */
export function keepLogIn(folder: string): void {
  file = path.join(folder, name)
}

/** One line an event, with codes and counts; never a name, a DN or a value of anybody. */
export function log(event: string, facts: Record<string, string | number | boolean> = {}): void {
  const line = `${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`
  process.stdout.write(line)
  if (file) keep(file, line)
}

/** A disk that is full or read-only is no reason to stop: the line was printed. */
function keep(to: string, line: string): void {
  try {
    if (sizeOf(to) + Buffer.byteLength(line) > kept.bytes) turnOver(to)
    appendFileSync(to, line, { mode: 0o600 })
    chmodSync(to, 0o600)
  } catch {}
}

const sizeOf = (one: string): number => statSync(one, { throwIfNoEntry: false })?.size ?? 0

/** `agent.log` becomes `agent.log.1`, that `agent.log.2`, and so on. */
function turnOver(to: string): void {
  const nth = (number: number) => (number === 0 ? to : `${to}.${number}`)
  for (let number = kept.files - 1; number > 0; number--)
    if (sizeOf(nth(number - 1)) > 0) renameSync(nth(number - 1), nth(number))
}
