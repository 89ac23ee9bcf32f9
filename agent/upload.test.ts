import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Portal } from './portal'
import { Refused, Unreachable } from './portal'
import { upload } from './upload'

const job = { id: '00000000-0000-4000-8000-000000000001', claim: 1 }
const partBytes = 1_000
const signal = new AbortController().signal

/** Pieces of one part each, and how many were asked for. */
function pieces(count: number) {
  const asked = { for: 0 }
  async function* each(): AsyncGenerator<Buffer[]> {
    for (; asked.for < count; ) {
      asked.for++
      yield [randomBytes(partBytes)]
    }
  }
  return { asked, each: each() }
}

test('an agent reads no further than the portal takes: three parts are on their way, and a fourth one is at hand', async () => {
  const open: (() => void)[] = []
  const sent: string[] = []
  const portal: Portal = {
    put(path) {
      sent.push(path)
      return new Promise<void>(resolve => open.push(resolve))
    },
    post: async path => void sent.push(path),
  }
  const { asked, each } = pieces(30)
  const working = upload({ portal, job, partBytes }, each, signal)
  for (let arrived = 0; arrived < 30; arrived++) {
    await expect.poll(() => open.length).toBeGreaterThan(0)
    expect(asked.for).toBeLessThanOrEqual(arrived + 4)
    expect(sent.length - arrived).toBeLessThanOrEqual(3)
    open.shift()?.()
  }
  await working
  expect(sent).toHaveLength(31)
  expect(sent.at(-1)).toBe(`jobs/${job.id}/seal`)
})

test('a portal that is busy or away gets the same part again, and a refusal ends the upload at once', async () => {
  const answers = [new Unreachable('away'), new Refused(503, { code: 'busy', text: '', args: {} }), null]
  const sent: Buffer[] = []
  const portal: Portal = {
    async put(_, body) {
      sent.push(body)
      const answer = answers.shift()
      if (answer) throw answer
    },
    post: async () => ({}),
  }
  await upload({ portal, job, partBytes }, pieces(1).each, signal)
  expect(sent).toHaveLength(3)
  expect(new Set(sent.map(body => body.toString('hex'))).size).toBe(1)

  const { asked, each } = pieces(30)
  const refusing: Portal = {
    put: () => Promise.reject(new Refused(409, { code: 'job-over', text: '', args: {} })),
    post: () => expect.fail('What was refused is not sealed'),
  }
  await expect(upload({ portal: refusing, job, partBytes }, each, signal)).rejects.toMatchObject({
    refusal: { code: 'job-over' },
  })
  expect(asked.for).toBeLessThanOrEqual(4)
})
