/** One line an event, with codes and counts; never a name, a DN or a value of anybody. */
export function log(event: string, facts: Record<string, string | number | boolean> = {}): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`)
}
