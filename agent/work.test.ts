import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeKey } from '@/lib/agent-protocol/keys'
import { type RefusalCode, refusal } from '@/lib/agent-protocol/refusals'
import { type Portal, Refused } from './portal'
import { presence } from './presence'
import { requireAgentKey, writeAgentKey } from './settings'
import { work } from './work'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agent-work-'))
  writeAgentKey(folder, makeKey())
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

/** Works at a portal that gives these answers, then stops. @returns which keys signed */
async function workAt(answers: readonly (RefusalCode | 'ok')[]): Promise<{ keys: string[]; paths: string[] }> {
  const stopping = new AbortController()
  const [keys, paths]: [string[], string[]] = [[], []]
  const portal: Portal = {
    async post(where) {
      keys.push(requireAgentKey(folder).keyId)
      paths.push(where)
      const answer = answers[keys.length - 1]
      if (keys.length === answers.length) stopping.abort()
      if (answer === undefined || answer === 'ok') return { job: null, rotate: false }
      const { status, body } = refusal(answer)
      throw new Refused(status, body)
    },
    put: () => Promise.reject(new Error('nothing is put')),
  }
  const open = () => {
    throw new Error('nothing is read')
  }
  await work({ portal, presence, pollSeconds: 0, directory: () => null, open }, stopping.signal)
  return { keys, paths }
}

test('an agent that is refused for its clock keeps its key, asks again, and goes on when the clock is right', async () => {
  const { keyId } = requireAgentKey(folder)
  expect(await workAt(['clock-skew', 'ok', 'ok'])).toEqual({
    keys: [keyId, keyId, keyId],
    paths: ['poll', 'poll', 'poll'],
  })
})

test.each(['revoked', 'unknown-agent', 'cloned'] as const)(
  'after %s it stops for good, enrolls nowhere by itself, and leaves its key where it is',
  async code => {
    const { keyId } = requireAgentKey(folder)
    await expect(workAt([code, 'ok'])).rejects.toThrow(refusal(code).body.text)
    expect(requireAgentKey(folder).keyId).toBe(keyId)
  },
)
