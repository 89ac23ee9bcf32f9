import { Group, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Card } from '@/app/ui/card'
import type { RunDay } from '@/lib/store/run-days'
import { ChartOrTable } from './chart-or-table'
import { DaysChart } from './days-chart'
import { DaysTable } from './days-table'
import { busiest, dayText, everyDay } from './every-day'

export const daysShown = 30

/** What was changed on each of the last days, as bars and as a table, and what stands out, in a sentence. */
export function LastDays({ known, today }: { known: readonly RunDay[]; today: string }) {
  const days = everyDay(known, { today, days: daysShown })
  const total = (count: (day: RunDay) => number) => days.reduce((sum, day) => sum + count(day), 0)
  const most = busiest(days)
  const sentence = most
    ? say('lastDays.busiest', { ...most, day: dayText(most.day) })
    : say('lastDays.nothing', { days: daysShown })
  return (
    <Card title={say('lastDays.title', { days: daysShown })} id="last-days">
      <Text>{sentence}</Text>
      <Words of={['lastDays.as', 'lastDays.chart', 'lastDays.table']}>
        <ChartOrTable chart={<DaysChart days={days} label={sentence} />} table={<DaysTable days={days} />} />
      </Words>
      <Group gap="lg">
        <Text c="dimmed">
          {say('lastDays.totals', {
            runs: total(day => day.runs),
            held: total(day => day.held),
            failed: total(day => day.failed),
          })}
        </Text>
      </Group>
    </Card>
  )
}
