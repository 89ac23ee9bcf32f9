'use client'

import { Group, Radio, RadioGroup, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useAct } from '@/app/forms/use-act'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { TextInput } from '@/app/ui/text-input'
import { unitPath } from '@/app/ui/unit-words'
import type { PersonToLink } from '@/lib/store/people-to-link'
import { findPerson } from './actions'

export type Person = Pick<PersonToLink, 'connectorId' | 'anchor' | 'name'>

/** Somebody in scope of a directory, found by a part of the name or address. Whoever has an account, or whose address another account has, cannot be chosen. */
export function ChoosePerson({
  accountId,
  chosen,
  onChoose,
}: {
  accountId: string
  chosen: Person | null
  onChoose: (person: Person | null) => void
}) {
  const [query, setQuery] = useState('')
  const { act, busy, problem } = useAct()
  const [found, setFound] = useState<PersonToLink[] | null>(null)
  const search = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await act(findPerson({ query }))
    onChoose(null)
    setFound(answer.ok ? answer.value : null)
  }
  return (
    <Stack gap="xs">
      <search>
        <form onSubmit={search} noValidate>
          <Group align="flex-end" gap="xs">
            <TextInput
              data-autofocus
              type="search"
              label={say('deed.link.find')}
              description={say('deed.link.findHelp')}
              value={query}
              onChange={event => setQuery(event.currentTarget.value)}
              error={problem}
              maxLength={200}
              w={{ base: '100%', sm: 320 }}
            />
            <BusyButton type="submit" variant="default" busy={busy}>
              {say('deed.link.search')}
            </BusyButton>
          </Group>
        </form>
      </search>
      <Text role="status" size="sm" c="dimmed">
        {found ? say('deed.link.found', { people: found.length }) : ''}
      </Text>
      {found && found.length > 0 ? (
        <RadioGroup
          label={say('deed.link.person')}
          value={chosen?.anchor ?? ''}
          onChange={anchor => onChoose(found.find(one => one.anchor === anchor) ?? null)}
        >
          <Stack gap="xs" mah={240} style={{ overflowY: 'auto' }} pt="xs">
            {found.map(one => (
              <Radio
                key={`${one.connectorId} ${one.anchor}`}
                value={one.anchor}
                label={<bdi>{one.name}</bdi>}
                description={aboutOf(one, accountId)}
                disabled={one.ownAddress !== null || isTaken(one, accountId)}
              />
            ))}
          </Stack>
        </RadioGroup>
      ) : null}
    </Stack>
  )
}

/** A run would not give this account an address that another one has. */
const isTaken = ({ addressOf }: PersonToLink, accountId: string) => addressOf !== null && addressOf !== accountId

function aboutOf(person: PersonToLink, accountId: string): string {
  const { email, unit, connector, ownAddress } = person
  if (ownAddress !== null) return say('deed.link.has', { address: ownAddress })
  if (isTaken(person, accountId)) return say('deed.link.taken', { address: email ?? '' })
  return say('deed.link.about', { email: email ?? 'none', unit: unit ? unitPath(unit) : 'none', connector })
}
