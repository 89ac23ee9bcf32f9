import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import type { Metadata } from 'next'
import * as z from 'zod'
import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { LinkButton, TextLink } from '@/app/ui/links'
import { PageHeading } from '@/app/ui/page-heading'
import { listManagedAccounts } from '@/lib/store/accounts'
import { inOrganization } from '@/lib/store/organization'
import { ManagedTable } from './managed-table'

export const metadata: Metadata = { title: say('managed.title') }

const pageSize = 50

const Search = z.object({
  q: z.string().max(200).catch(''),
  page: z.coerce.number().int().min(1).catch(1),
})

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** The people that a connector manages. The address of the page is its state: search and page. */
export default async function ManagedUsersPage({ searchParams }: Props) {
  const { admin, organization } = await openConsole('enrollment.read')
  const { q, page } = Search.parse(await searchParams)
  const { rows, total } = await inOrganization(admin.organizationId, tx =>
    listManagedAccounts(tx, { query: q, page, pageSize }),
  )
  return (
    <Stack gap="lg">
      <PageHeading title={say('managed.title')} lead={say('managed.lead')} />
      {/* A form that asks with GET works without a script, and its result can be linked. */}
      <search>
        <form>
          <Group align="flex-end" gap="xs">
            <TextInput
              key={q}
              type="search"
              name="q"
              defaultValue={q}
              label={say('managed.find')}
              description={say('managed.findHelp')}
              w={{ base: '100%', sm: 320 }}
            />
            <Button type="submit" variant="default">
              {say('managed.search')}
            </Button>
            {q ? <TextLink href="/users/managed">{say('managed.clear')}</TextLink> : null}
          </Group>
        </form>
      </search>
      {rows.length > 0 ? (
        <>
          <ManagedTable rows={rows} timeZone={organization.timeZone} />
          <Turn q={q} page={page} shown={rows.length} total={total} />
        </>
      ) : (
        <Text c="dimmed">{say(q ? 'managed.noMatch' : 'managed.none')}</Text>
      )}
    </Stack>
  )
}

function Turn({ q, page, shown, total }: { q: string; page: number; shown: number; total: number }) {
  const to = (number: number) => `/users/managed?${new URLSearchParams({ ...(q ? { q } : {}), page: String(number) })}`
  const from = (page - 1) * pageSize + 1
  return (
    <Group component="nav" aria-label={say('pages.label')} justify="space-between">
      <Text c="dimmed">{say('changes.shown', { from, to: from + shown - 1, total })}</Text>
      <Group gap="xs">
        {page > 1 ? (
          <LinkButton variant="default" href={to(page - 1)}>
            {say('pages.previous')}
          </LinkButton>
        ) : null}
        {page * pageSize < total ? (
          <LinkButton variant="default" href={to(page + 1)}>
            {say('pages.next')}
          </LinkButton>
        ) : null}
      </Group>
    </Group>
  )
}
