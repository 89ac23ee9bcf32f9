import { useCallback, useEffect, useRef } from 'react'
import { say } from '@/app/messages/say'
import { useAnnounce } from '@/app/ui/live-region'
import { type Keeping, useDesk } from './desk'
import { keepTyping } from './unsaved/actions'

/** Milliseconds without a change after which what is typed is kept. */
const pause = 800

/**
 * Keeps what is typed into a step on the server, as it stands and unchecked, a moment after it was typed and when the page is
 * left, or at once with `keep`. What `stop` ends: the step was saved, and nothing is left to keep.
 */
export function useKeeping(values: unknown): { keep: () => Promise<void>; stop: () => void } {
  const { connectorId, step, mayKeep, seen, kept, setKeeping } = useDesk()
  const announce = useAnnounce()
  const text = JSON.stringify(values)
  const saved = useRef(kept?.shown ? null : text)
  const [known, latest] = [useRef(text), useRef(text)]
  useEffect(() => {
    latest.current = text
  }, [text, latest])

  const keep = useCallback(async () => {
    const now = latest.current
    if (now === known.current || !mayKeep) return
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
  const stop = () => {
    known.current = latest.current
  }
  return { keep, stop }
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
