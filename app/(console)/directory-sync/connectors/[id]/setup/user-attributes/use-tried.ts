'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useSurvey } from '@/app/(console)/use-survey'
import type { Problem } from '@/app/forms/problem'
import { useLive } from '@/app/ui/use-live'
import type { MappingSettings } from '@/lib/settings/mapping'
import { findEntries, type TriedLine, tryMappingOn } from './actions'

const pause = 400

/** Somebody real, searched in the directory, and what the mapping as it stands makes of them. */
export function useTried(connectorId: string, mapping: MappingSettings) {
  const survey = useSurvey('entries')
  const [chosen, setChosen] = useState<string | null>(null)
  const [settled] = useDebouncedValue(JSON.stringify(mapping), pause)
  const people = survey.found?.people ?? []
  const person = people.find(({ anchor }) => anchor === chosen) ?? people[0] ?? null
  const { data } = useLive({
    question: person && survey.jobId ? JSON.stringify([connectorId, survey.jobId, person.anchor, settled]) : null,
    ask: () => tryMappingOn({ connectorId, jobId: survey.jobId, anchor: person?.anchor, mapping: JSON.parse(settled) }),
  })
  const [kept, setKept] = useState<{ fields: TriedLine[]; unread: string[] } | null>(null)
  if (data?.ok && kept !== data.value) setKept(data.value)
  const faults: readonly Problem[] = data && !data.ok ? data.problems : []
  return {
    ...{ person, people, choose: setChosen, trouble: survey.trouble, busy: survey.busy },
    asked: survey.found !== undefined,
    search: (query: string) =>
      survey.ask(() => findEntries({ connectorId, query, attributes: attributesNamed(mapping) })),
    unread: kept?.unread ?? [],
    /** What a field becomes, as long as the mapping can be used; null = nobody is looked at. */
    line: (name: string): TriedLine | null => (person ? (kept?.fields.find(line => line.name === name) ?? null) : null),
    /** What is wrong with a field's expression, before anybody saves it. */
    fault: (path: string): string | null => faults.find(fault => fault.path?.startsWith(path))?.text ?? null,
  }
}
export type Tried = ReturnType<typeof useTried>

/** What a mapping names, in lists of attributes and in expressions. */
function attributesNamed({ fields, custom }: MappingSettings): string[] {
  const { manager: _, ...own } = fields
  return [...Object.values(own), ...custom].flatMap(({ source }) =>
    source.kind === 'attributes'
      ? source.names
      : [...source.text.matchAll(/(?:entry|values)(?:\.([A-Za-z][\w-]*)|\[\s*["']([\w-]+)["'])/g)].flatMap(
          ([, plain, quoted]) => plain ?? quoted ?? [],
        ),
  )
}
