import { useCallback, useEffect, useRef, useState } from 'react'
import { say } from '@/app/messages/say'
import { useAnnounce } from '@/app/ui/live-region'
import { type Keeping, useDesk } from './desk'
import { createKeeper, isLost } from './keeper'
import { keepTyping } from './unsaved/actions'

/** Milliseconds without a change after which what is typed is kept. */
const pause = 800
/** Milliseconds until what could not be kept is tried again. */
const again = 5_000

/**
 * Keeps what is typed into a step on the server, as it stands and unchecked: a moment after it was typed, when a field or the
 * page is left or come back to, and again until it is kept. `hold` and `release` are `createKeeper`'s.
 */
export function useKeeping(values: unknown): {
  hold: () => void
  /** False where what is typed could not be kept. */
  release: (isSaved: boolean) => Promise<boolean>
} {
  const { connectorId, step, mayKeep, seen, kept, keeping, setKeeping } = useDesk()
  const announce = useAnnounce()
  const text = JSON.stringify(values)
  const [keeper] = useState(() =>
    createKeeper({
      first: text,
      saved: kept?.shown ? null : text,
      send: typed => ask({ connectorId, step, values: typed === null ? null : JSON.parse(typed), seen: seen.current }),
    }),
  )

  const stayed = useRef(false)
  const told = useCallback(
    (outcome: Keeping | undefined) => {
      if (outcome === undefined) return
      setKeeping(outcome)
      // Whoever was on the way elsewhere and stayed has left the router waiting for another page: it begins anew.
      if (stayed.current && keeper.isKept()) window.location.reload()
      if (outcome === 'signed-out') announce(say('setup.signedOut'), 'assertive')
    },
    [keeper, setKeeping, announce],
  )
  const keep = useCallback(async () => {
    if (mayKeep) told(await keeper.keep())
  }, [mayKeep, keeper, told])

  useEffect(() => {
    keeper.type(text)
    if (keeper.isKept()) return
    const timer = setTimeout(keep, pause)
    return () => clearTimeout(timer)
  }, [text, keeper, keep])
  useEffect(() => {
    if (keeping !== 'failed') return
    const timer = setInterval(keep, again)
    return () => clearInterval(timer)
  }, [keeping, keep])
  useEffect(() => {
    const moments = ['focusout', 'visibilitychange'] as const
    for (const moment of moments) document.addEventListener(moment, keep)
    return () => {
      for (const moment of moments) document.removeEventListener(moment, keep)
      keep()
    }
  }, [keep])
  useEffect(() => {
    if (!isLost(keeping)) return
    // The one time that leaving is not safe: the browser asks.
    const stay = (event: Event) => {
      if (keeper.isKept()) return
      event.preventDefault()
      stayed.current = true
    }
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [keeping, keeper])
  const release = async (isSaved: boolean) => {
    if (!mayKeep) return false
    const outcome = await keeper.release(isSaved)
    told(outcome ?? (isSaved && isLost(keeping) ? null : undefined))
    return outcome === undefined || !isLost(outcome)
  }
  return { hold: keeper.hold, release }
}

async function ask(typing: unknown): Promise<Keeping> {
  try {
    const answer = await keepTyping(typing)
    if (answer.ok) return answer.value
    if (answer.problems.some(({ code }) => code === 'unauthenticated')) return 'signed-out'
    return { refused: answer.problems.map(problem => problem.text).join(' ') }
  } catch {
    return 'failed'
  }
}
