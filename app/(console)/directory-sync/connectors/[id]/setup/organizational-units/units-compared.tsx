'use client'

import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { List } from '@/app/ui/list'
import { Notice } from '@/app/ui/notice'
import type { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { changeInWords, linesThatDiffer } from '../../../in-words/changed-lines'
import { unitLines } from '../../../in-words/unit-lines'
import type { PeopleApart } from './unit-counts'

type Props = { live: OrganizationalUnitSettings; now: OrganizationalUnitSettings; people: PeopleApart }

/** What a choice changes of the one that runs go by now, in words, and whom it leaves out. */
export function UnitsCompared({ live, now, people }: Props) {
  const changes = linesThatDiffer(unitLines(live), unitLines(now)).map(changeInWords)
  const tone = changes.length === 0 ? 'quiet' : people?.lost === 0 ? 'accent' : 'warn'
  return (
    <Notice tone={tone} title={say('units.compared')} data-testid="units-compared">
      {changes.length === 0 ? (
        <Text>{say('units.same')}</Text>
      ) : (
        <Stack gap="xs">
          <Text>{peopleApart(people)}</Text>
          <List>
            {changes.map(change => (
              <li key={change}>{change}</li>
            ))}
          </List>
        </Stack>
      )}
    </Notice>
  )
}

const peopleApart = (people: PeopleApart): string => {
  if (!people) return say('units.apartUnknown')
  return people.lost + people.gained === 0 ? say('units.apartNobody') : say('units.apart', people)
}
