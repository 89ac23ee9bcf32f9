'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { answered } from '@/app/forms/answered'
import { fieldId } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { useAnnounce } from '@/app/ui/live-region'
import { TextInput } from '@/app/ui/text-input'
import { findColleagues } from '../../actions'
import styles from './member-picker.module.css'

export type Colleague = { id: string; name: string; email: string }
type Props = {
  members: readonly Colleague[]
  onMembers: (members: readonly Colleague[]) => void
  problem: string | undefined
}

/** A search is sent when nobody typed for so many milliseconds. */
const pause = 200
const fewest = 2

/** Managed users who are in the team from the start. */
export function MemberPicker({ members, onMembers, problem }: Props) {
  const announce = useAnnounce()
  const [query, setQuery] = useState('')
  const found = useFound(query)
  const offered = found?.filter(({ id }) => !members.some(member => member.id === id)) ?? null
  const add = (person: Colleague) => {
    onMembers([...members, person])
    announce(say('addTeam.added', { name: person.name }))
  }
  const remove = (person: Colleague) => {
    onMembers(members.filter(({ id }) => id !== person.id))
    announce(say('addTeam.removed', { name: person.name }))
  }
  return (
    <Stack gap="sm">
      <TextInput
        id={fieldId('members')}
        label={say('addTeam.find')}
        description={say('addTeam.findHelp')}
        value={query}
        onChange={event => setQuery(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          const [first] = offered ?? []
          if (first) add(first)
        }}
        error={problem}
        autoComplete="off"
      />
      {offered && offered.length > 0 ? (
        <People
          label={say('addTeam.found')}
          people={offered}
          act={add}
          does={name => say('addTeam.add', { name })}
          word={say('addTeam.addWord')}
        />
      ) : null}
      {offered && found?.length === 0 ? <Text c="dimmed">{say('addTeam.nobody')}</Text> : null}
      <Text fw={500}>{say('addTeam.count', { people: members.length })}</Text>
      {members.length > 0 ? (
        <People
          label={say('addTeam.chosen')}
          people={members}
          act={remove}
          does={name => say('addTeam.remove', { name })}
          word={say('addTeam.removeWord')}
        />
      ) : null}
    </Stack>
  )
}

/** Whom the last text names that somebody stopped at; null while nobody asked. */
function useFound(query: string): readonly Colleague[] | null {
  const [found, setFound] = useState<readonly Colleague[] | null>(null)
  const wanted = query.trim()
  useEffect(() => {
    if (wanted.length < fewest) return setFound(null)
    let over = false
    const waiting = setTimeout(async () => {
      const answer = await answered(findColleagues({ query: wanted }))
      if (!over && answer.ok) setFound(answer.value)
    }, pause)
    return () => {
      over = true
      clearTimeout(waiting)
    }
  }, [wanted])
  return found
}

type PeopleProps = {
  label: string
  people: readonly Colleague[]
  act: (person: Colleague) => void
  does: (name: string) => string
  word: string
}

const People = ({ label, people, act, does, word }: PeopleProps) => (
  <ul className={styles.people} aria-label={label}>
    {people.map(person => (
      <li key={person.id}>
        <Group justify="space-between" wrap="nowrap">
          <div>
            <bdi>{person.name}</bdi>
            <Text size="xs" c="dimmed">
              {person.email}
            </Text>
          </div>
          <Button variant="default" size="compact-sm" aria-label={does(person.name)} onClick={() => act(person)}>
            {word}
          </Button>
        </Group>
      </li>
    ))}
  </ul>
)
