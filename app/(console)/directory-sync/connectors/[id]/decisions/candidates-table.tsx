'use client'

import { Table } from '@mantine/core'
import { say } from '@/app/messages/say'
import { TableRegion } from '@/app/ui/table-region'
import type { CaseLine } from './case-line'

/** The accounts that may be the person's, each with what speaks for it and against it. */
export function CandidatesTable({ line }: { line: CaseLine }) {
  const label = say('decisions.accountsOf', { name: line.name })
  return (
    <TableRegion label={label}>
      <Table aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('decisions.account')}</Table.Th>
            <Table.Th scope="col">{say('decisions.state')}</Table.Th>
            <Table.Th scope="col">{say('decisions.for')}</Table.Th>
            <Table.Th scope="col">{say('decisions.against')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {line.candidates.map(({ accountId, name, address, state, found, against }) => (
            <Table.Tr key={accountId}>
              <Table.Th scope="row" fw={400}>
                {name} ({address})
              </Table.Th>
              <Table.Td>{state}</Table.Td>
              <Table.Td>{found.join(', ')}</Table.Td>
              <Table.Td>{against.join(', ') || say('decisions.nothing')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableRegion>
  )
}
