/** What a program was told to do. The program is this bench's own, so its word is taken. */
export const task = <T>(): T => JSON.parse(process.argv[2] ?? '{}') as T

/** Ends the program with what it found. */
export function tell(facts: Record<string, string | number>): never {
  const memory = process.resourceUsage().maxRSS / 1024
  const { user, system } = process.cpuUsage()
  process.stdout.write(`${JSON.stringify({ memory, cpu: (user + system) / 1_000_000, ...facts })}\n`)
  process.exit(0)
}

/** The seconds that some work takes. */
export async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
