'use client'

import { SegmentedControl, Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { say } from '@/app/messages/say'
import { useHears } from '@/app/ui/use-waiting'

/** The same numbers in two ways; whoever cannot see bars has the table. */
export function ChartOrTable({ chart, table }: { chart: ReactNode; table: ReactNode }) {
  const [shown, setShown] = useState('chart')
  return (
    <Stack gap="sm">
      <div>
        <SegmentedControl
          aria-label={say('lastDays.as')}
          value={shown}
          disabled={!useHears()}
          onChange={setShown}
          data={[
            { value: 'chart', label: say('lastDays.chart') },
            { value: 'table', label: say('lastDays.table') },
          ]}
        />
      </div>
      {shown === 'chart' ? chart : table}
    </Stack>
  )
}
