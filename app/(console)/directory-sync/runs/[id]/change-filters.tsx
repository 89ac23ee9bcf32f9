'use client'

import { Anchor, Group } from '@mantine/core'
import { Search } from 'lucide-react'
import type { Facets } from '@/app/api/runs/[id]/facets/route'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { Button } from '@/app/ui/button'
import { NativeSelect } from '@/app/ui/native-select'
import { TextInput } from '@/app/ui/text-input'
import { type ChangeSearch, everything, filterQuery, isNarrowed } from './change-search'

type Props = {
  runId: string
  search: ChangeSearch
  facets: Facets | undefined
  onChange: (search: ChangeSearch) => void
}

/** By name, reason, unit, list and field; and the rows that remain as a file. */
export function ChangeFilters({ runId, search, facets, onChange }: Props) {
  const narrow = (part: Partial<ChangeSearch>) => onChange({ ...search, ...part, page: 1 })
  return (
    <Group align="flex-end" gap="sm" data-off-paper>
      <TextInput
        type="search"
        label={say('changes.find')}
        placeholder={say('changes.findHelp')}
        leftSection={<Search size={16} strokeWidth={1.5} aria-hidden />}
        value={search.text}
        onChange={event => narrow({ text: event.currentTarget.value })}
        w={{ base: '100%', sm: 260 }}
      />
      <Choice
        label={say('changes.filter.reason')}
        value={search.reason}
        choices={(facets?.reasons ?? []).map(({ code, name, people }) => ({
          value: code,
          label: `${name} (${people})`,
        }))}
        onChoose={reason => narrow({ reason, of: null })}
      />
      <Choice
        label={say('changes.filter.unit')}
        value={search.unit}
        choices={(facets?.units ?? []).map(({ dn, path, people }) => ({ value: dn, label: `${path} (${people})` }))}
        onChoose={unit => narrow({ unit })}
      />
      {facets && facets.lists.length > 0 ? (
        <Choice
          label={say('changes.filter.list')}
          value={search.list}
          choices={facets.lists.map(({ anchor, name }) => ({ value: anchor, label: name }))}
          onChoose={list => narrow({ list })}
        />
      ) : null}
      {facets && facets.fields.length > 0 ? (
        <Choice
          label={say('changes.filter.field')}
          value={search.field}
          choices={facets.fields.map(({ field, name, people }) => ({ value: field, label: `${name} (${people})` }))}
          onChoose={field => narrow({ field })}
        />
      ) : null}
      {isNarrowed(search) ? (
        <Button variant="subtle" onClick={() => narrow({ ...everything, sort: search.sort })}>
          {say('changes.filter.clear')}
        </Button>
      ) : null}
      <Download runId={runId} search={search} />
    </Group>
  )
}

type Choices = {
  label: string
  value: string | null
  choices: { value: string; label: string }[]
  onChoose: (value: string | null) => void
}

function Choice({ label, value, choices, onChoose }: Choices) {
  return (
    <NativeSelect
      label={label}
      data={[{ value: '', label: say('changes.filter.any') }, ...choices]}
      value={value ?? ''}
      onChange={event => onChoose(event.currentTarget.value || null)}
      w={{ base: '100%', sm: 240 }}
    />
  )
}

/** A plain link: the browser downloads it, and it works without a script. */
function Download({ runId, search }: Pick<Props, 'runId' | 'search'>) {
  const address = useAddress()
  const query = filterQuery(search)
  return (
    <Anchor href={address(`/api/runs/${runId}/changes/export${query === '' ? '' : `?${query}`}`)} download pb={8}>
      {say('export.download')}
    </Anchor>
  )
}
