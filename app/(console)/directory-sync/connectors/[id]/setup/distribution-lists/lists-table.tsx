'use client'

import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Checkbox } from '@/app/ui/checkbox'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { SurveyedList } from '@/lib/connectors/job-request'
import type { ChosenLists } from './use-lists'

type Props = {
  rows: readonly SurveyedList[]
  /** What is said where there are none. */
  none: string
  chosen: ChosenLists
  onChoose: (lists: ChosenLists) => void
}

/** Lists with whom they reach, each to be checked. */
export function ListsTable({ rows, none, chosen, onChoose }: Props) {
  if (rows.length === 0) return <Text c="dimmed">{none}</Text>
  const anchors = new Set(chosen.map(({ anchor }) => anchor))
  const others = (anchor: string) => chosen.filter(one => one.anchor !== anchor)
  return (
    <TableRegion label={say('lists.table')}>
      <Table verticalSpacing="xs" horizontalSpacing="md">
        <TableThead>
          <TableTr>
            <TableTh w={44}>
              <span className="visually-hidden">{say('lists.choose')}</span>
            </TableTh>
            <TableTh>{say('lists.list')}</TableTh>
            <TableTh>{say('lists.members')}</TableTh>
            <TableTh>{say('lists.outside')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map(({ anchor, dn, name, address, reached }) => (
            <TableTr key={anchor}>
              <TableTd>
                <Checkbox
                  aria-label={say('lists.follow', { name })}
                  checked={anchors.has(anchor)}
                  onChange={event =>
                    onChoose(event.currentTarget.checked ? [...chosen, { anchor, dn }] : others(anchor))
                  }
                />
              </TableTd>
              <TableTh scope="row">
                <bdi>{name}</bdi>
                <Text size="xs" c="dimmed" fw={400}>
                  {address ?? say('lists.noAddress')}
                </Text>
              </TableTh>
              <TableTd>{reached ? say('lists.reached', reached) : say('lists.unknown')}</TableTd>
              <TableTd>{reached ? say('lists.away', reached) : '—'}</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}
