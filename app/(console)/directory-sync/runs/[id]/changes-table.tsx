'use client'

import { Text } from '@mantine/core'
import type { ChangeLine, Difference } from '@/app/api/runs/[id]/changes/change-line'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { Sort } from './change-search'
import { ChooseCheckbox, type Choosing } from './choose-checkbox'
import { DifferenceList } from './difference-list'
import styles from './run.module.css'
import { Sortable } from './sortable'

const shownAtOnce = 3

type Props = Choosing & { runId: string; rows: readonly ChangeLine[]; sort: Sort; onSort: (sort: Sort) => void }

/** Person, what happens, why, and what becomes of which value; while somebody chooses, also whether it is to be done. */
export function ChangesTable({ runId, rows, sort, onSort, ...choosing }: Props) {
  if (rows.length === 0) return <Text c="dimmed">{say('changes.noMatch')}</Text>
  return (
    <TableRegion label={say('changes.title')}>
      <Table verticalSpacing="sm" horizontalSpacing="sm" className={styles.changes}>
        <TableThead>
          <TableTr>
            {choosing.choice ? <TableTh w="8%">{say('changes.apply')}</TableTh> : null}
            <Sortable column="name" width="24%" label={say('changes.person')} sort={sort} onSort={onSort} />
            <Sortable column="kind" width="16%" label={say('changes.change')} sort={sort} onSort={onSort} />
            <Sortable column="reason" width="30%" label={say('changes.why')} sort={sort} onSort={onSort} />
            <TableTh w="30%">{say('changes.values')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map(row => (
            <Row key={row.anchor} runId={runId} row={row} {...choosing} />
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}

function Row({ runId, row, choice, onChoice }: { runId: string; row: ChangeLine } & Choosing) {
  return (
    <TableTr style={{ verticalAlign: 'top' }}>
      {choice ? (
        <TableTd>
          <ChooseCheckbox choice={choice} onChoice={onChoice} row={row} name={row.person} />
        </TableTd>
      ) : null}
      <TableTh scope="row">
        <TextLink href={`/directory-sync/runs/${runId}/people/${row.anchor}`}>
          <bdi>{row.person || row.anchor}</bdi>
        </TextLink>
        {row.email ? (
          <Text size="xs" c="dimmed" fw={400}>
            {row.email}
          </Text>
        ) : null}
      </TableTh>
      <TableTd>
        {row.kindText}
        {row.stateText ? (
          <Text size="xs" c="dimmed">
            {row.stateText}
          </Text>
        ) : null}
      </TableTd>
      <TableTd>
        {row.reason}
        {row.problems.map(problem => (
          <Text key={problem} size="sm" c="var(--warn)">
            {problem}
          </Text>
        ))}
        {row.unit ? (
          <Text size="xs" c="dimmed">
            <bdi>{row.unit}</bdi>
          </Text>
        ) : null}
      </TableTd>
      <TableTd>
        <Differences differences={row.differences} />
      </TableTd>
    </TableTr>
  )
}

function Differences({ differences }: { differences: readonly Difference[] }) {
  if (differences.length === 0) return '—'
  const more = differences.slice(shownAtOnce)
  return (
    <>
      <DifferenceList differences={differences.slice(0, shownAtOnce)} />
      {more.length === 0 ? null : (
        <details>
          <summary>{say('changes.more', { count: more.length })}</summary>
          <DifferenceList differences={more} />
        </details>
      )}
    </>
  )
}
