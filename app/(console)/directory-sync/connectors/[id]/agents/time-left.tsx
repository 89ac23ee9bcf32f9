'use client'

import { useEffect, useState } from 'react'
import { say } from '@/app/messages/say'
import { useAnnounce } from '@/app/ui/live-region'

const minute = 60_000
/** Milliseconds between looks at the clock: the minutes that are shown are never far off. */
const interval = 5_000
/** Minutes left at which whoever does not see the page is told. */
const told = [10, 2, 0]

const minutesUntil = (endsAt: number) => Math.max(0, Math.ceil((endsAt - Date.now()) / minute))

/** How long a token is still good for, in whole minutes, counting down. */
export function TimeLeft({ endsAt }: { endsAt: number }) {
  const announce = useAnnounce()
  const [minutes, setMinutes] = useState(() => minutesUntil(endsAt))
  useEffect(() => {
    const timer = setInterval(() => setMinutes(minutesUntil(endsAt)), interval)
    return () => clearInterval(timer)
  }, [endsAt])
  useEffect(() => {
    if (told.includes(minutes)) announce(say('agents.timeLeft', { minutes }))
  }, [minutes, announce])
  return <span suppressHydrationWarning>{say('agents.timeLeft', { minutes })}</span>
}
