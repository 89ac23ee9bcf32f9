import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keyIdOf, makeKey } from '@/lib/agent-protocol/keys'
import { exchangeKey, prepareKey } from './exchange-key'
import type { Portal } from './portal'
import { readNextKey, requireAgentKey, writeAgentKey } from './settings'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'agent-keys-'))
  writeAgentKey(folder, makeKey())
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A portal as it is about keys: both are good until the new one was used, and then that alone. */
function portalOf(known: string) {
  let keys = [known]
  const breaks: { at: 'before' | 'after' | null } = { at: null }
  const use = () => {
    const { keyId } = requireAgentKey(folder)
    if (!keys.includes(keyId)) throw new Error('The agent is locked out')
    if (keys.indexOf(keyId) > 0) keys = [keyId]
  }
  const portal: Portal = {
    async post(_, body) {
      use()
      if (breaks.at === 'before') throw new Error('broken off')
      keys = [...keys.slice(0, 1), keyIdOf((body as { publicKey: string }).publicKey)]
      if (breaks.at === 'after') throw new Error('broken off')
      return {}
    },
    put: () => Promise.reject(new Error('nothing is put')),
  }
  return { portal, use, breaks, keys: () => keys }
}

const agent = { agentId: crypto.randomUUID() }

test.each([
  ['before the portal had the new key', 'before'],
  ['after the portal had it', 'after'],
  ['nowhere', null],
] as const)('an exchange that breaks off %s leaves an agent that is let in, and is done again', async (_, at) => {
  const first = requireAgentKey(folder).keyId
  const { portal, use, breaks, keys } = portalOf(first)
  prepareKey(folder)
  const next = readNextKey(folder)?.keyId
  breaks.at = at
  if (at) await expect(exchangeKey(folder, agent, portal)).rejects.toThrow('broken off')
  // Killed here, and started again: it signs with what is on the disk.
  expect(use).not.toThrow()
  breaks.at = null
  prepareKey(folder)
  await exchangeKey(folder, agent, portal)
  expect(requireAgentKey(folder).keyId).toBe(next)
  use()
  expect(keys()).toEqual([next])
  expect(readNextKey(folder)).toBeNull()
})

test('a next key is made once: whoever asks for it again gets the one that the portal may know already', () => {
  prepareKey(folder)
  const next = readNextKey(folder)?.keyId
  prepareKey(folder)
  expect(readNextKey(folder)?.keyId).toBe(next)
})
