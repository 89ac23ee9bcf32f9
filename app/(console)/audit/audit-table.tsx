import { Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Facts } from '@/app/ui/facts'
import { TextLink } from '@/app/ui/links'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { TableRegion } from '@/app/ui/table-region'
import { When } from '@/app/ui/when'
import type { AuditLine } from './audit-line'

/** Who did what, when, to what, and why. */
export function AuditTable({ lines }: { lines: readonly AuditLine[] }) {
  return (
    <TableRegion label={say('audit.title')}>
      <Table verticalSpacing="sm" horizontalSpacing="sm" highlightOnHover>
        <TableThead>
          <TableTr>
            <TableTh>{say('audit.at')}</TableTh>
            <TableTh>{say('audit.who')}</TableTh>
            <TableTh>{say('audit.what')}</TableTh>
            <TableTh>{say('audit.whom')}</TableTh>
            <TableTh>{say('audit.details')}</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {lines.map(line => (
            <TableTr key={line.id} style={{ verticalAlign: 'top' }}>
              <TableTd miw={170}>
                <When moment={line.at} />
              </TableTd>
              <TableTd>
                <bdi>{line.who}</bdi>
              </TableTd>
              <TableTh scope="row">{line.what}</TableTh>
              <TableTd>
                {line.href ? (
                  <TextLink href={line.href} prefetch={false}>
                    <bdi>{line.whom}</bdi>
                  </TextLink>
                ) : (
                  <bdi>{line.whom}</bdi>
                )}
              </TableTd>
              <TableTd>
                {line.reason ? <Text size="sm">{line.reason}</Text> : null}
                <More line={line} />
              </TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableRegion>
  )
}

function More({ line: { details, what } }: { line: AuditLine }) {
  if (details.length === 0) return null
  return (
    <details>
      <summary style={{ cursor: 'pointer', minHeight: 24 }}>
        {say('audit.more', { count: details.length })}
        <span className="visually-hidden">: {what}</span>
      </summary>
      <Facts facts={details.map(({ name, value }) => ({ label: name, value: <bdi>{value}</bdi> }))} />
    </details>
  )
}
