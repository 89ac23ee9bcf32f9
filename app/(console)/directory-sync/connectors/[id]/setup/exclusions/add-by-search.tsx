'use client'

import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { answered } from '@/app/forms/answered'
import type { Answer } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { useAnnounce } from '@/app/ui/live-region'
import { SearchBox } from '@/app/ui/search-box'
import styles from './exclusions.module.css'

export type Findable = { id: string; name: string; about: string | null }

type Props<T extends Findable> = {
  label: string
  help: string
  search: (input: { query: string }) => Promise<Answer<T[]>>
  chosen: readonly string[]
  onAdd: (found: T) => void
}

/** Finds by a part of a name or address, and adds what was meant. */
export function AddBySearch<T extends Findable>({ label, help, search, chosen, onAdd }: Props<T>) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [found, setFound] = useState<T[] | null>(null)
  const announce = useAnnounce()
  const ask = async (text: string) => {
    if (text.trim() === '') return setProblem(say('exclusions.queryMissing'))
    setBusy(true)
    setProblem(null)
    const answer = await answered(search({ query: text }))
    setBusy(false)
    if (!answer.ok) return setProblem(answer.problems.map(one => one.text).join(' '))
    setFound(answer.value)
    announce(say('exclusions.found', { count: answer.value.length }))
  }
  return (
    <Stack gap="xs">
      <SearchBox {...{ label, help, problem, busy }} action={say('exclusions.search')} onSearch={ask} />
      {found?.length === 0 ? <Text c="dimmed">{say('exclusions.noMatch')}</Text> : null}
      {found && found.length > 0 ? (
        <ul className={styles.entries}>
          {found.map(one => (
            <li key={one.id}>
              <span>
                <bdi>{one.name}</bdi>
                {one.about ? (
                  <Text span size="sm" c="dimmed">
                    {' '}
                    {one.about}
                  </Text>
                ) : null}
              </span>
              {chosen.includes(one.id) ? (
                <Text size="sm" c="dimmed">
                  {say('exclusions.added')}
                </Text>
              ) : (
                <Button variant="default" size="xs" onClick={() => onAdd(one)}>
                  {say('exclusions.add')}
                  <span className="visually-hidden"> {one.name}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </Stack>
  )
}
