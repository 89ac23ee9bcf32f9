'use client'

import { Group, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useSurvey } from '@/app/(console)/use-survey'
import { say } from '@/app/messages/say'
import { Button } from '@/app/ui/button'
import { useAnnounce } from '@/app/ui/live-region'
import { Notice } from '@/app/ui/notice'
import { Pages } from '@/app/ui/pages'
import { RadioChoice } from '@/app/ui/radio-choice'
import { TextInput } from '@/app/ui/text-input'
import { Trouble, Waiting } from '@/app/ui/trouble'
import { ownName } from '@/app/ui/unit-words'
import { surveyLists } from '../../../actions'
import { GoneNotice } from '../gone-notice'
import { ListsTable } from './lists-table'
import { type ChosenLists, most, pageSize, useLists } from './use-lists'

const ways = ['left-out', 'in-scope'] as const
type Way = (typeof ways)[number]

type Props = {
  connectorId: string
  lists: ChosenLists
  onLists: (lists: ChosenLists) => void
  people: Way
  onPeople: (people: Way) => void
}

/** The directory's lists as they are now, to be searched and checked, and what the choice comes to. */
export function ListChooser({ connectorId, lists, onLists, people, onPeople }: Props) {
  const survey = useSurvey('lists')
  const table = useLists(survey.jobId)
  const announce = useAnnounce()
  const read = () => survey.ask(() => surveyLists({ connectorId, chosen: lists.map(({ anchor }) => anchor) }))
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void read()
  })
  const choose = (next: ChosenLists) => {
    onLists(next)
    announce(say('lists.chosen', { count: next.length }))
  }
  const [trouble, setTrouble] = useState<string | null>(null)
  const total = table.found?.total
  const chooseAll = async () => {
    if ((total ?? 0) > most) return setTrouble(say('lists.tooMany'))
    const found = await table.readAll()
    setTrouble(found.ok ? null : found.problems.map(({ text }) => text).join(' '))
    if (found.ok) choose(merged(lists, found.value))
  }
  useEffect(() => {
    if (table.text !== '' && total !== undefined) announce(say('lists.found', { count: total }))
  }, [table.text, total, announce])

  if (!survey.found)
    return survey.trouble ? <Trouble text={survey.trouble} onAgain={read} /> : <Waiting>{say('lists.reading')}</Waiting>
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end" gap="sm">
        <TextInput
          type="search"
          label={say('lists.find')}
          description={say('lists.findHelp')}
          value={table.text}
          onChange={event => table.search(event.currentTarget.value)}
          maxLength={200}
          w={{ base: '100%', sm: 320 }}
        />
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={chooseAll}>
            {say('lists.chooseAll', { count: total ?? 0 })}
          </Button>
          <Button variant="default" size="xs" onClick={() => choose([])}>
            {say('lists.clear')}
          </Button>
        </Group>
      </Group>
      {trouble ? <Notice tone="danger">{trouble}</Notice> : null}
      {survey.found.partial ? <Notice tone="warn">{say('lists.partial')}</Notice> : null}
      {table.failed ? <Trouble text={say('survey.lost')} onAgain={read} /> : null}
      {lists
        .filter(({ anchor }) => survey.found?.gone.includes(anchor))
        .map(({ anchor, dn }) => (
          <GoneNotice
            key={anchor}
            text={say('lists.goneOne', { name: ownName(dn) })}
            name={ownName(dn)}
            remove={say('lists.removeGone')}
            onRemove={() => choose(lists.filter(one => one.anchor !== anchor))}
          />
        ))}
      {table.found ? (
        <ListsTable
          rows={table.found.rows}
          none={say(survey.found.lists === 0 ? 'lists.empty' : 'lists.noMatch')}
          chosen={lists}
          onChoose={choose}
        />
      ) : null}
      <Pages
        label={say('lists.pages')}
        total={Math.ceil((table.found?.total ?? 0) / pageSize)}
        page={table.page}
        onPage={table.setPage}
      />
      <Text fw={600} data-testid="lists-chosen">
        {say('lists.chosen', { count: lists.length })}
      </Text>
      <RadioChoice
        label={say('lists.people')}
        description={say('lists.peopleHelp')}
        value={people}
        onChange={onPeople}
        options={ways.map(value => ({
          value,
          label: say(`lists.peopleMode.${value}`),
          help: say(`lists.peopleModeHelp.${value}`),
        }))}
      />
      <Group gap="sm">
        <Button variant="default" size="xs" onClick={read} aria-disabled={survey.busy || undefined}>
          {say('lists.count')}
        </Button>
        <Text size="sm" role="status">
          {survey.busy ? say('lists.counting') : say('lists.reach', survey.found.reach)}
        </Text>
      </Group>
    </Stack>
  )
}

function merged(lists: ChosenLists, more: ChosenLists): ChosenLists {
  const known = new Set(lists.map(({ anchor }) => anchor))
  return [...lists, ...more.filter(({ anchor }) => !known.has(anchor))]
}
