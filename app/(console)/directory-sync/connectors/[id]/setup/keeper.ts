import type { Keeping } from './desk'

/**
 * What is typed into a form, as text, and how much of it is kept on the server. `first`: what the form begins with; `saved`:
 * what is saved as the step, or null where the form begins with something else. `send` keeps a text, or with null lets go of
 * what was kept.
 */
type Parts = { first: string; saved: string | null; send: (text: string | null) => Promise<Keeping> }

/**
 * From `hold` on nothing is kept, because it is being saved: kept then, it would arrive after the save and look like something
 * typed over it. `release` ends that, and keeps what was not saved or was typed meanwhile. What could not be kept is kept the
 * next time, whether anything else was typed or not.
 */
export function createKeeper({ first, saved, send }: Parts) {
  let latest = first
  let kept: string | null = first
  let stored = saved
  let held: string | null = null
  let sending = 0

  /** @returns how it went, or undefined where there was nothing to do */
  const keep = async (): Promise<Keeping | undefined> => {
    const now = latest
    if (now === kept || held !== null) return undefined
    kept = now
    sending += 1
    const keeping = await send(now === stored ? null : now)
    sending -= 1
    if (isLost(keeping) && kept === now) kept = null
    return keeping
  }
  return {
    type: (text: string) => {
      latest = text
    },
    /** Known to be, not only sent. */
    isKept: () => latest === kept && sending === 0,
    keep,
    hold: () => {
      held = latest
    },
    release: (isSaved: boolean) => {
      if (isSaved && held !== null) stored = held
      // Whoever saved meanwhile may have let go of what was kept: whether it is there is not known any more.
      kept = isSaved ? (held ?? kept) : null
      held = null
      return keep()
    },
  }
}

/** What was to be kept is not. */
export const isLost = (keeping: Keeping): boolean =>
  typeof keeping === 'string' || (keeping !== null && 'refused' in keeping)
