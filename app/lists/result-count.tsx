'use client'

import { Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useAnnounce } from '@/app/ui/live-region'

/** How many rows there are, said aloud when it becomes another number. */
export function ResultCount({ text }: { text: string }) {
  const announce = useAnnounce()
  const said = useRef(text)
  useEffect(() => {
    if (said.current !== text) announce(text)
    said.current = text
  }, [text, announce])
  return <Text fw={500}>{text}</Text>
}
