'use client'

import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { NativeSelect } from '@/app/ui/native-select'
import { Notice } from '@/app/ui/notice'
import { SearchBox } from '@/app/ui/search-box'
import { Table, TableTbody, TableTd, TableTh, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { Tried } from './use-tried'

/** Who the mapping is shown on: searched in the directory as it is now, with everything it says of them. */
export function ExamplePerson({ tried }: { tried: Tried }) {
  const search = (text: string) => {
    if (!tried.busy) void tried.search(text)
  }
  const { person, people } = tried
  return (
    <Card title={say('mapping.example')} id="example">
      <Text>{say('mapping.exampleHelp')}</Text>
      <SearchBox
        label={say('check.whom')}
        help={say('check.whomHelp')}
        action={say('mapping.show')}
        problem={tried.trouble}
        busy={tried.busy}
        width={360}
        onSearch={search}
      />
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
