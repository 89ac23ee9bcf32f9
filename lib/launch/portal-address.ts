import { setTimeout as wait } from 'node:timers/promises'
import { basePath } from './base-path'
import type { Child } from './child'
import { freePort, portState } from './ports'
import { Refusal, sentences } from './sentences'

const READY_SECONDS = 60
const LEFTOVER_SECONDS = 8

/**
 * The port the portal will listen on; 0 asks for any.
 * @param crashed whether the start before this one was killed: its portal may be just ending
 * @throws Refusal when it is taken
 */
export async function claimPort(port: number, crashed: boolean): Promise<number> {
  if (port === 0) return freePort()
  const until = Date.now() + (crashed ? LEFTOVER_SECONDS * 1000 : 0)
  for (;;) {
    const state = await portState(port)
    if (state === 'free') return port
    if (state === 'forbidden') throw new Refusal(sentences.portForbidden(port))
    if (Date.now() >= until) throw new Refusal(sentences.portTaken(port))
    await wait(200)
  }
}

/**
 * Waits until the portal answers.
 * @throws Refusal when it ends before, or takes too long
 */
export async function waitForPortal(port: number, child: Child): Promise<void> {
  let ended = false
  child.ended.then(() => {
    ended = true
  })
  const until = Date.now() + READY_SECONDS * 1000
  while (!(await answers(`http://127.0.0.1:${port}${basePath()}/api/health`))) {
    if (ended) throw new Refusal(sentences.portalEnded())
    if (Date.now() > until) throw new Refusal(sentences.portalSilent(port, READY_SECONDS))
    await wait(50)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) })
    return true
  } catch {
    return false
  }
}
