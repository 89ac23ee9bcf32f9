'use client'

import { say } from '@/app/messages/say'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { CaseLine } from './case-line'

/** The accounts that may be the person's, each with what speaks for it and against it. */
export function CandidatesTable({ line }: { line: CaseLine }) {
  const label = say('decisions.accountsOf', { name: line.name })
  return (
    <TableRegion label={label}>
      <Table aria-label={label}>
        <TableThead>
          <TableTr>
            <TableTh scope="col">{say('decisions.account')}</TableTh>
            <TableTh scope="col">{say('decisions.state')}</TableTh>
            <TableTh scope="col">{say('decisions.for')}</TableTh>
            <TableTh scope="col">{say('decisions.against')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {line.candidates.map(({ accountId, name, address, state, found, against }) => (
            <TableTr key={accountId}>
              <TableTh scope="row" fw={400}>
                {name} ({address})
              </TableTh>
              <TableTd>{state}</TableTd>
              <TableTd>{found.join(', ')}</TableTd>
              <TableTd>{against.join(', ') || say('decisions.nothing')}</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}
