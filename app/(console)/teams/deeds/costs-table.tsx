import { say } from '@/app/messages/say'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { ScrollRegion } from '@/app/ui/table-region'
import type { TeamsView } from './proposal-view'

/** What each team costs. Whoever is in several of them is counted with the first. */
export function CostsTable({ rows }: { rows: TeamsView['costs'] }) {
  if (rows.length === 0) return null
  const label = say('teamDeed.costs')
  return (
    <ScrollRegion label={label}>
      <Table>
        <TableThead>
          <TableTr>
            <TableTh>{say('teams.name')}</TableTh>
            <TableTh ta="end">{say('quote.seats')}</TableTh>
            <TableTh ta="end">{say('quote.perMonth')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map(({ id, name, seats, perMonth }) => (
            <TableTr key={id}>
              <TableTh scope="row" fw={400}>
                <bdi>{name}</bdi>
              </TableTh>
              <TableTd ta="end">{seats}</TableTd>
              <TableTd ta="end">{perMonth}</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </ScrollRegion>
  )
}
