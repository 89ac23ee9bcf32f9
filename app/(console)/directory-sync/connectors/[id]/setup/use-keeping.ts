import { useCallback, useEffect, useRef } from 'react'
import { say } from '@/app/messages/say'
import { useAnnounce } from '@/app/ui/live-region'
import { type Keeping, useDesk } from './desk'
import { keepTyping } from './unsaved/actions'

/** Milliseconds without a change after which what is typed is kept. */
const pause = 800

/**
 * Keeps what is typed into a step on the server, as it stands and unchecked, a moment after it was typed and when the page is
 * left. From `hold` on nothing is kept, because it is being saved: kept then, it would arrive after the save and look like
 * something typed over it. `release` ends that, and keeps what was not saved or was typed meanwhile.
 */
export function useKeeping(values: unknown): { hold: () => void; release: (isSaved: boolean) => Promise<void> } {
  const { connectorId, step, mayKeep, seen, kept, setKeeping } = useDesk()
  const announce = useAnnounce()
  const text = JSON.stringify(values)
  const saved = useRef(kept?.shown ? null : text)
  const [known, latest] = [useRef(text), useRef(text)]
  const held = useRef<string | null>(null)
  useEffect(() => {
    latest.current = text
  }, [text, latest])

  const keep = useCallback(async () => {
    const now = latest.current
    if (now === known.current || !mayKeep || held.current !== null) return
    known.current = now
    const unchanged = now === saved.current
    const keeping = await ask({ connectorId, step, values: unchanged ? null : JSON.parse(now), seen: seen.current })
    setKeeping(keeping)
    if (keeping === 'signed-out') announce(say('setup.signedOut'), 'assertive')
  }, [connectorId, step, mayKeep, seen, known, latest, setKeeping, announce])

  useEffect(() => {
    if (text === known.current) return
    const timer = setTimeout(keep, pause)
    return () => clearTimeout(timer)
  }, [text, known, keep])
  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === 'hidden') keep()
    }
    document.addEventListener('visibilitychange', leave)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      keep()
    }
  }, [keep])
  const hold = () => {
    held.current = latest.current
  }
  const release = (isSaved: boolean) => {
    const now = held.current
    held.current = null
    if (isSaved && now !== null) {
      known.current = now
      saved.current = now
    }
    return keep()
  }
  return { hold, release }
}

async function ask(typing: unknown): Promise<Keeping> {
  try {
    const answer = await keepTyping(typing)
    if (answer.ok) return answer.value
    return answer.problems.some(({ code }) => code === 'unauthenticated') ? 'signed-out' : 'failed'
  } catch {
    return 'failed'
  }
}
