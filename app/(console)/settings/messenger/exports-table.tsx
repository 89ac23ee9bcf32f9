import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { moment } from '@/app/ui/moment'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import { differenceText } from '@/app/ui/undelivered-text'
import { When } from '@/app/ui/when'
import type { ListedExport } from '@/lib/store/exported-objects'
import { sentence } from '@/lib/words/words'
import { OrderButton } from './order-button'

type Props = { what: 'refused' | 'drifted'; rows: readonly ListedExport[]; mayWrite: boolean; timeZone: string }

/** What was refused, each with why and the way to try it again; or what somebody changed there, and what became of that. */
export function ExportsTable({ what, rows, mayWrite, timeZone }: Props) {
  const isRefused = what === 'refused'
  return (
    <TableRegion label={say(`messenger.${what}`)}>
      <Table verticalSpacing="sm">
        <TableThead>
          <TableTr>
            <TableTh>{say('messenger.who')}</TableTh>
            <TableTh>{say(isRefused ? 'messenger.why' : 'messenger.changes')}</TableTh>
            {isRefused && mayWrite ? <TableTh>{say('messenger.doAgain')}</TableTh> : null}
            {isRefused ? null : <TableTh>{say('messenger.outcome')}</TableTh>}
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map(row => (
            <TableTr key={`${row.kind} ${row.objectId}`}>
              <TableTh scope="row" fw={400}>
                {row.name}
                <Text size="sm" c="dimmed">
                  {row.address ?? ''}
                </Text>
              </TableTh>
              <TableTd>{isRefused ? <Why row={row} /> : <Drift row={row} />}</TableTd>
              {isRefused && mayWrite ? (
                <TableTd>
                  <OrderButton
                    give={{ do: 'retry', only: { kind: row.kind, objectId: row.objectId } }}
                    label={say('messenger.again')}
                    name={row.name}
                  />
                </TableTd>
              ) : null}
              {isRefused ? null : (
                <TableTd>
                  <Outcome row={row} timeZone={timeZone} />
                </TableTd>
              )}
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}

function Why({ row: { error, detail, run } }: { row: ListedExport }) {
  return (
    <>
      <Text>{sentence(error ?? '', {}, 'messenger')}</Text>
      {detail ? (
        <Text size="sm" c="dimmed">
          {say('messenger.itSaid', { detail })}
        </Text>
      ) : null}
      {run ? (
        <TextLink href={`/directory-sync/runs/${run.id}`}>{say('messenger.ofRun', { number: run.number })}</TextLink>
      ) : null}
    </>
  )
}

const Drift = ({ row: { drift, putRight } }: { row: ListedExport }) =>
  [...(drift ?? []), ...(putRight ?? [])].map(one => (
    <Text key={`${one.field} ${one.ours}`} size="sm">
      {differenceText(one)}
    </Text>
  ))

/** What is still as somebody changed it there; what was put right says when. */
function Outcome({ row: { drift, putRight, exportedAt }, timeZone }: { row: ListedExport; timeZone: string }) {
  return (
    <>
      {drift ? <Text size="sm">{say('messenger.stillSo')}</Text> : null}
      {putRight && exportedAt ? (
        <Text size="sm">
          {say('messenger.putRight')} <When moment={moment(exportedAt, timeZone)} />
        </Text>
      ) : null}
    </>
  )
}
