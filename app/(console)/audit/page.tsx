import { Group, Stack, Text } from '@mantine/core'
import { openConsole } from '@/app/(console)/console'
import { DownloadRows } from '@/app/lists/download-rows'
import { queryOf } from '@/app/lists/list-address'
import { choicesOf, FilterChoice, FilterDay, ListFilters } from '@/app/lists/list-filters'
import { NewestOlder } from '@/app/lists/newest-older'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { PageHeading } from '@/app/ui/page-heading'
import { auditActors, auditSubjects, pageOfAudit } from '@/lib/store/audit-list'
import { inOrganization } from '@/lib/store/organization'
import { auditLine } from './audit-line'
import { AuditSearch, filterOf, isNarrowed } from './audit-search'
import { AuditTable } from './audit-table'
import { placeIn, placeText } from './place-text'

export const generateMetadata = titled('audit.title')

const path = '/audit'
const limit = 50

type Props = { searchParams: Promise<Record<string, string | undefined>> }

/** The record: who did what, when, to what. Nobody can change or remove an entry. */
export default async function AuditPage({ searchParams }: Props) {
  const { admin, organization } = await openConsole('enrollment.audit.read')
  const { timeZone } = organization
  const asked = await searchParams
  const search = AuditSearch.parse(asked)
  const after = placeIn(asked.after)
  const { rows, more } = await inOrganization(admin.organizationId, tx =>
    pageOfAudit(tx, filterOf(search, timeZone), { limit, after }),
  )
  const last = rows.at(-1)
  return (
    <Words of={['changes.filter.clear', 'export.download', 'listing']}>
      <Stack gap="lg">
        <PageHeading title={say('audit.title')} lead={say('audit.lead')} />
        <Filters search={search} />
        <Group justify="flex-end">
          <DownloadRows path="/api/audit/export" query={queryOf(search)} />
        </Group>
        {rows.length === 0 ? (
          <Text c="dimmed">{say('audit.none')}</Text>
        ) : (
          <AuditTable lines={rows.map(entry => auditLine(entry, timeZone))} />
        )}
        <NewestOlder
          newest={after ? { href: `${path}${queryOf(search)}`, text: say('audit.newest') } : null}
          older={
            more && last
              ? { href: `${path}${queryOf({ ...search, after: placeText(last.place) })}`, text: say('audit.older') }
              : null
          }
        />
      </Stack>
    </Words>
  )
}

function Filters({ search }: { search: AuditSearch }) {
  return (
    <ListFilters
      path={path}
      search={search}
      narrowed={isNarrowed(search)}
      find={say('audit.find')}
      findHelp={say('audit.findHelp')}
    >
      <FilterChoice
        name="who"
        label={say('audit.who')}
        value={search.who}
        choices={choicesOf(auditActors, actor => say(`audit.actor.${actor}`))}
        width={180}
      />
      <FilterChoice
        name="about"
        label={say('audit.about')}
        value={search.about}
        choices={choicesOf(auditSubjects, subject => say(`audit.subject.${subject}`))}
        width={200}
      />
      <FilterDay label={say('audit.day')} value={search.day} />
      <FilterChoice
        name="single"
        label={say('audit.single')}
        value={search.single}
        choices={[{ value: 'yes', label: say('audit.singleToo') }]}
        any={say('audit.singleNot')}
        width={240}
      />
    </ListFilters>
  )
}
