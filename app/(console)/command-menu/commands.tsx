'use client'

import { Combobox, ComboboxEventsTarget, ComboboxOptions, Stack, Text, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import type { Found, FoundThings } from '@/app/api/find/route'
import { queryOf } from '@/app/lists/list-address'
import { say } from '@/app/messages/say'
import { useLack } from '@/app/rights/reserved'
import { useAddress } from '@/app/ui/base-path'
import { useAnnounce } from '@/app/ui/live-region'
import { TextInput } from '@/app/ui/text-input'
import { useLive } from '@/app/ui/use-live'
import { places } from '../navigation'
import { readJson } from '../use-job'
import { CommandGroup } from './command-group'

const pages = (mayAdd: boolean): Found[] => [
  ...places.map(({ href, label }) => ({ href, name: label(), detail: null })),
  ...(mayAdd ? [{ href: '/directory-sync/connectors/new', name: say('overview.addConnector'), detail: null }] : []),
]

/** A name as somebody types it: in lower case, and without the places where a long word may be divided. */
const plain = (name: string): string => name.replaceAll('\u00ad', '').toLowerCase()

/** A box and what it finds: arrows choose, Enter goes there. */
export function Commands({ onDone }: { onDone: () => void }) {
  const router = useRouter()
  const announce = useAnnounce()
  const [text, setText] = useState('')
  const mayAdd = useLack('enrollment.sync.configure') === null
  const box = useRef<HTMLInputElement>(null)
  // It comes after the dialog that holds it, which has looked for something to focus by then.
  useEffect(() => box.current?.focus(), [])
  const combobox = useCombobox({ opened: true })
  const { connectors, people, isError } = useFound(text)
  const wanted = text.trim().toLowerCase()
  const groups = {
    pages: pages(mayAdd).filter(({ name }) => plain(name).includes(wanted)),
    connectors,
    people,
  }
  const results = groups.pages.length + connectors.length + people.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was found is said when it changes, not with each rendering
  useEffect(() => {
    combobox.selectFirstOption()
    if (wanted !== '') announce(say('commands.results', { results }))
  }, [results, wanted])
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={href => {
        onDone()
        router.push(href)
      }}
    >
      <Stack gap="sm">
        <ComboboxEventsTarget withExpandedAttribute>
          <TextInput
            ref={box}
            aria-autocomplete="list"
            label={say('commands.label')}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
            maxLength={200}
            data-autofocus
          />
        </ComboboxEventsTarget>
        {isError ? <Text c="var(--danger)">{say('commands.failed')}</Text> : null}
        {results === 0 ? <Text c="dimmed">{say('commands.none')}</Text> : null}
        <ComboboxOptions aria-label={say('commands.title')} mah={360} style={{ overflowY: 'auto' }}>
          {(['pages', 'connectors', 'people'] as const).map(kind => (
            <CommandGroup key={kind} label={say(`commands.${kind}`)} found={groups[kind]} />
          ))}
        </ComboboxOptions>
      </Stack>
    </Combobox>
  )
}

function useFound(text: string) {
  const address = useAddress()
  const [asked] = useDebouncedValue(text.trim(), 200)
  const { data, isError } = useLive({
    question: asked,
    ask: signal => readJson<FoundThings>(address(`/api/find${queryOf({ q: asked })}`), signal),
  })
  return { connectors: data?.connectors ?? [], people: data?.people ?? [], isError }
}
