import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { TextLink } from '@/app/ui/links'
import { Status } from '@/app/ui/status'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import { runTones } from '@/app/ui/tone'
import { When } from '@/app/ui/when'
import type { RunLine } from './run-line'

const counters = ['added', 'updated', 'deactivated', 'problems'] as const

/** Runs, newest first. */
export function RunsTable({ lines, label }: { lines: readonly RunLine[]; label: string }) {
  if (lines.length === 0) return <Text c="dimmed">{say('runs.none')}</Text>
  return (
    <TableRegion label={label}>
      <Table verticalSpacing="sm" horizontalSpacing="xs" highlightOnHover>
        <TableThead>
          <TableTr>
            <TableTh>{say('runs.run')}</TableTh>
            <TableTh>{say('runs.result')}</TableTh>
            <TableTh>{say('runs.started')}</TableTh>
            {counters.map(counter => (
              <TableTh key={counter} ta="end">
                {say(`runs.${counter}`)}
              </TableTh>
            ))}
            <TableTh>{say('runs.took')}</TableTh>
            <TableTh>{say('runs.report')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {lines.map(line => (
            <Line key={line.id} line={line} />
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}

/** The rows of a run's page that a number of its line counts. */
const rowsOf: Record<(typeof counters)[number], string> = {
  added: 'counter=added,linked',
  updated: 'counter=updated,reactivated',
  deactivated: 'counter=deactivatedRead,deactivatedAbsent',
  problems: 'kind=skip&reason=problem',
}

function Total({ line, counter, people }: { line: RunLine; counter: keyof typeof rowsOf; people: number }) {
  const text = say('number', { value: people })
  if (people === 0) return text
  const label = `${text} ${say(`runs.${counter}`)} ${say('runs.ofRun', { number: line.number })}`
  return (
    <TextLink href={`/directory-sync/runs/${line.id}?${rowsOf[counter]}#changes`} aria-label={label} prefetch={false}>
      {text}
    </TextLink>
  )
}

function Line({ line }: { line: RunLine }) {
  return (
    <TableTr>
      <TableTh scope="row">
        <TextLink href={`/directory-sync/runs/${line.id}`}>{say('runs.number', { number: line.number })}</TextLink>
        <Text size="xs" c="dimmed" fw={400}>
          {line.kindText} · {line.causeText}
        </Text>
      </TableTh>
      <TableTd>
        <Status tone={runTones[line.state]}>{line.stateText}</Status>
        {line.planned ? (
          <Text size="xs" c="dimmed">
            {say('runs.planned')}
          </Text>
        ) : null}
      </TableTd>
      <TableTd miw={150}>
        <When moment={line.started} />
        <Text size="xs" c="dimmed">
          {line.connector}
        </Text>
      </TableTd>
      {counters.map(counter => (
        <TableTd key={counter} ta="end">
          {line.totals ? <Total line={line} counter={counter} people={line.totals[counter]} /> : '—'}
        </TableTd>
      ))}
      <TableTd style={{ whiteSpace: 'nowrap' }}>{line.took ?? '—'}</TableTd>
      <TableTd style={{ whiteSpace: 'nowrap' }}>
        {line.totals ? (
          <TextLink href={`/directory-sync/runs/${line.id}#report`}>
            {say('runs.results')}
            <span className="visually-hidden"> {say('runs.ofRun', { number: line.number })}</span>
          </TextLink>
        ) : (
          '—'
        )}
      </TableTd>
    </TableTr>
  )
}
