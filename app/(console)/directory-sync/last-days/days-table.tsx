import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import type { RunDay } from '@/lib/store/run-days'
import { dayText, runsOf } from './every-day'

const counters = ['runs', 'added', 'updated', 'deactivated', 'problems', 'held', 'failed'] as const

/** The days on which something ran, the newest first. */
export function DaysTable({ days }: { days: readonly RunDay[] }) {
  const busy = days.filter(({ runs }) => runs > 0).toReversed()
  if (busy.length === 0) return <Text c="dimmed">{say('lastDays.noRuns')}</Text>
  return (
    <TableRegion label={say('lastDays.title', { days: days.length })}>
      <Table verticalSpacing="xs" horizontalSpacing="sm">
        <TableThead>
          <TableTr>
            <TableTh>{say('lastDays.dayHeading')}</TableTh>
            {counters.map(counter => (
              <TableTh key={counter} ta="end">
                {say(`lastDays.${counter}`)}
              </TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody>
          {busy.map(day => (
            <TableTr key={day.day}>
              <TableTh scope="row">
                <TextLink href={runsOf(day)} prefetch={false}>
                  {dayText(day.day)}
                </TextLink>
              </TableTh>
              {counters.map(counter => (
                <TableTd key={counter} ta="end">
                  {say('number', { value: day[counter] })}
                </TableTd>
              ))}
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}
