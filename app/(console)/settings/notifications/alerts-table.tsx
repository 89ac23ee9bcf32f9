import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import type { Moment } from '@/app/ui/moment'
import { Status } from '@/app/ui/status'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import { When } from '@/app/ui/when'

export type AlertLine = {
  id: string
  what: string
  why: string[]
  href: string
  last: Moment
  times: number
  over: boolean
}

/** What administrators were told of, or would have been, newest first. */
export function AlertsTable({ lines }: { lines: readonly AlertLine[] }) {
  if (lines.length === 0) return <Text c="dimmed">{say('alerts.none')}</Text>
  return (
    <TableRegion label={say('alerts.recent')}>
      <Table verticalSpacing="sm">
        <TableThead>
          <TableTr>
            <TableTh>{say('alerts.what')}</TableTh>
            <TableTh>{say('alerts.state')}</TableTh>
            <TableTh>{say('alerts.last')}</TableTh>
          </TableTr>
        </TableThead>
        <TableBody lines={lines} />
      </Table>
    </TableRegion>
  )
}

function TableBody({ lines }: { lines: readonly AlertLine[] }) {
  return (
    <TableTbody>
      {lines.map(({ id, what, why, href, last, times, over }) => (
        <TableTr key={id}>
          <TableTh scope="row" fw={400}>
            <TextLink href={href}>{what}</TextLink>
            {why.map(sentence => (
              <Text key={sentence} size="sm" c="dimmed">
                {sentence}
              </Text>
            ))}
          </TableTh>
          <TableTd>
            <Status tone={over ? 'quiet' : 'warn'}>{say(over ? 'alerts.over' : 'alerts.stands')}</Status>
          </TableTd>
          <TableTd>
            <When moment={last} />
            {times > 1 ? <Text size="sm">{say('alerts.times', { times })}</Text> : null}
          </TableTd>
        </TableTr>
      ))}
    </TableTbody>
  )
}
