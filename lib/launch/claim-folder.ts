import { setTimeout as wait } from 'node:timers/promises'
import type { DataFolder } from './data-folder'
import { takeLock } from './lock'
import { readRunning } from './running'
import { Refusal, sentences } from './sentences'

const PATIENCE_SECONDS = 30

/**
 * Makes this the only start on the folder. One that is just ending, or has not come up yet, is waited for.
 * @returns whether the start before this one was killed
 * @throws Refusal when another start runs from it
 */
export async function claimFolder(folder: DataFolder): Promise<boolean> {
  const until = Date.now() + PATIENCE_SECONDS * 1000
  for (let told = false; ; told = true) {
    const { holder, stale } = takeLock(folder.path)
    if (!holder) return stale
    const running = readRunning(folder.path)
    if (running || Date.now() > until) {
      throw new Refusal(sentences.alreadyRunning(folder.path, running?.url ?? null, holder.pid))
    }
    if (!told) console.log('Another start on this folder is just beginning or ending; waiting for it …')
    await wait(200)
  }
}
