import { Text } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import { say } from '@/app/messages/say'
import { When } from '@/app/ui/when'
import type { NextRuns } from './next-runs'
import styles from './next-runs-list.module.css'

/** The next times, each with what clocks do to it. */
export function NextRunsList({ runs }: { runs: NextRuns }) {
  return (
    <>
      {runs.full.length === 0 ? <Text>{say('schedule.none')}</Text> : null}
      <ol className={styles.list} data-testid="next-runs">
        {runs.full.map(({ at, note }) => (
          <li key={at.iso}>
            <When moment={at} />
            {note ? (
              <Text size="sm" className={styles.note}>
                <TriangleAlert size={16} strokeWidth={1.75} aria-hidden /> {note}
              </Text>
            ) : null}
          </li>
        ))}
      </ol>
      {runs.quick ? <Text size="sm">{say('schedule.nextQuick', { at: runs.quick.text })}</Text> : null}
      <Text size="sm" c="dimmed">
        {say('schedule.spread')}
      </Text>
    </>
  )
}
