import { Stack, Text, Title } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@/app/ui/table'
import { ScrollRegion } from '@/app/ui/table-region'

type Props = {
  title: string
  people: readonly { id: string; name: string; email: string; why: string }[]
  further: number
  /** What the columns are called; people and what they take part in, if not said. */
  columns?: { who: string; why: string }
}

/** Who is left as they are, and what speaks against each. */
export function NotReadyList({ title, people, further, columns }: Props) {
  if (people.length === 0) return null
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {title}
      </Title>
      <ScrollRegion label={title}>
        <Table style={{ tableLayout: 'fixed', overflowWrap: 'anywhere' }}>
          <TableThead>
            <TableTr>
              <TableTh>{columns?.who ?? say('deed.who')}</TableTh>
              <TableTh>{columns?.why ?? say('deed.why')}</TableTh>
            </TableTr>
          </TableThead>
          <TableTbody>
            {people.map(({ id, name, email, why }) => (
              <TableTr key={id}>
                <TableTh scope="row" fw={400}>
                  <bdi>{name}</bdi>
                  <Text size="xs" c="dimmed">
                    {email}
                  </Text>
                </TableTh>
                <TableTd>{why}</TableTd>
              </TableTr>
            ))}
          </TableTbody>
        </Table>
      </ScrollRegion>
      {further > 0 ? <Text size="sm">{say('deed.more', { people: further })}</Text> : null}
    </Stack>
  )
}
