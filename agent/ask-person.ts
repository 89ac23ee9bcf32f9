import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks at the terminal; what is typed for a secret is not shown. */
export async function askPerson(question: string, { secret = false, fallback = '' } = {}): Promise<string> {
  if (!process.stdin.isTTY) throw new Error(`Nobody is here to answer "${question}". Give it as an option instead.`)
  let hidden = false
  const output = new Writable({
    write(chunk, _, done) {
      if (!hidden) process.stdout.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  try {
    const answering = lines.question(`${question}${fallback ? ` (${fallback})` : ''}: `)
    hidden = secret
    const answer = (await answering).trim()
    if (secret) process.stdout.write('\n')
    return answer === '' ? fallback : answer
  } finally {
    lines.close()
  }
}
