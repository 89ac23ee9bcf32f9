'use client'

import { Text } from '@mantine/core'
import type { GroupLine } from '@/app/api/runs/[id]/groups/group-line'
import { say } from '@/app/messages/say'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import { ChooseCheckbox, type Choosing } from './choose-checkbox'
import { DifferenceList } from './difference-list'
import styles from './run.module.css'

/** List or organizational group, what happens, why, and which values or members are concerned. */
export function GroupsTable({ rows, ...choosing }: Choosing & { rows: readonly GroupLine[] }) {
  return (
    <TableRegion label={say('groups.title')}>
      <Table verticalSpacing="sm" horizontalSpacing="sm" className={styles.changes}>
        <TableThead>
          <TableTr>
            {choosing.choice ? <TableTh w="8%">{say('changes.apply')}</TableTh> : null}
            <TableTh w="24%">{say('groups.name')}</TableTh>
            <TableTh w="16%">{say('changes.change')}</TableTh>
            <TableTh w="30%">{say('changes.why')}</TableTh>
            <TableTh w="30%">{say('groups.what')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map(row => (
            <Row key={row.key} row={row} {...choosing} />
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}

function Row({ row, choice, onChoice }: Choosing & { row: GroupLine }) {
  return (
    <TableTr style={{ verticalAlign: 'top' }}>
      {choice ? (
        <TableTd>
          <ChooseCheckbox choice={choice} onChoice={onChoice} row={row} name={`${row.name}: ${row.changeText}`} />
        </TableTd>
      ) : null}
      <TableTh scope="row">
        <bdi>{row.name}</bdi>
        <Text size="xs" c="dimmed" fw={400}>
          {row.kindText}
        </Text>
      </TableTh>
      <TableTd>
        {row.changeText}
        {row.stateText ? (
          <Text size="xs" c="dimmed">
            {row.stateText}
          </Text>
        ) : null}
      </TableTd>
      <TableTd>
        {row.reason}
        {row.failure ? (
          <Text size="sm" c="var(--warn)">
            {row.failure}
          </Text>
        ) : null}
      </TableTd>
      <TableTd>
        <What row={row} />
      </TableTd>
    </TableTr>
  )
}

function What({ row: { differences, members, more } }: { row: GroupLine }) {
  if (differences.length > 0) return <DifferenceList differences={differences} />
  if (members.length === 0) return '—'
  return (
    <ul className={styles.differences}>
      {members.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two people may have one name, and the list is only read
        <li key={index}>
          <bdi>{name}</bdi>
        </li>
      ))}
      {more > 0 ? <li>{say('groups.more', { count: more })}</li> : null}
    </ul>
  )
}
