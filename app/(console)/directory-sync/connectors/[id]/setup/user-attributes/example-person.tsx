'use client'

import { Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { say } from '@/app/messages/say'
import { BusyButton } from '@/app/ui/busy-button'
import { Card } from '@/app/ui/card'
import { NativeSelect } from '@/app/ui/native-select'
import { Notice } from '@/app/ui/notice'
import { Table, TableTbody, TableTd, TableTh, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { Tried } from './use-tried'

/** Who the mapping is shown on: searched in the directory as it is now, with everything it says of them. */
export function ExamplePerson({ tried }: { tried: Tried }) {
  const [text, setText] = useState('')
  const search = (event: FormEvent) => {
    event.preventDefault()
    if (!tried.busy) void tried.search(text)
  }
  const { person, people } = tried
  return (
    <Card title={say('mapping.example')} id="example">
      <Text>{say('mapping.exampleHelp')}</Text>
      <search>
        <form onSubmit={search} noValidate>
          <Group align="flex-end" gap="xs">
            <TextInput
              type="search"
              label={say('check.whom')}
              description={say('check.whomHelp')}
              value={text}
              onChange={event => setText(event.currentTarget.value)}
              error={tried.trouble}
              maxLength={200}
              w={{ base: '100%', sm: 360 }}
            />
            <BusyButton type="submit" variant="default" busy={tried.busy}>
              {say('mapping.show')}
            </BusyButton>
          </Group>
        </form>
      </search>
      {tried.asked && people.length === 0 ? <Notice tone="quiet">{say('mapping.nobody')}</Notice> : null}
      {people.length > 1 ? (
        <NativeSelect
          label={say('mapping.which')}
          value={person?.anchor ?? ''}
          onChange={event => tried.choose(event.currentTarget.value)}
          data={people.map(({ anchor, name, mail }) => ({ value: anchor, label: mail ? `${name} · ${mail}` : name }))}
        />
      ) : null}
      {person ? (
        <Stack gap="xs">
          <Text fw={600} role="status">
            <bdi>{say('mapping.shown', { name: person.name })}</bdi>
          </Text>
          {tried.unread.length > 0 ? (
            <Notice tone="warn">{say('mapping.unread', { names: tried.unread.join(', ') })}</Notice>
          ) : null}
          <details>
            <summary>{say('mapping.entry', { count: Object.keys(person.attributes).length })}</summary>
            <Entry attributes={person.attributes} />
          </details>
        </Stack>
      ) : null}
    </Card>
  )
}

function Entry({ attributes }: { attributes: Record<string, string[]> }) {
  const names = Object.keys(attributes).sort((a, b) => a.localeCompare(b, 'en'))
  return (
    <TableRegion label={say('mapping.entryTable')}>
      <Table>
        <TableTbody>
          {names.map(name => (
            <TableTr key={name}>
              <TableTh scope="row" className="technical">
                {name}
              </TableTh>
              <TableTd style={{ overflowWrap: 'anywhere' }}>
                <bdi>{attributes[name]?.join(' · ')}</bdi>
              </TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}
