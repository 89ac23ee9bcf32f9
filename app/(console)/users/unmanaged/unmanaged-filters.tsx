import { choicesOf, FilterChoice, ListFilters } from '@/app/lists/list-filters'
import { say } from '@/app/messages/say'
import { directoryViews, plans, reviews, unmanagedStatuses } from '@/lib/store/unmanaged-list'
import { idleChoices, isNarrowed, type UnmanagedSearch } from './unmanaged-search'

type Props = { path: string; search: UnmanagedSearch; domains: readonly string[] }

/** By name, what the directory says, status, plan, review, last use and domain. */
export function UnmanagedFilters({ path, search, domains }: Props) {
  return (
    <ListFilters
      path={path}
      search={search}
      narrowed={isNarrowed(search)}
      find={say('unmanaged.find')}
      findHelp={say('unmanaged.findHelp')}
    >
      <FilterChoice
        name="directory"
        label={say('unmanaged.directory')}
        value={search.directory}
        choices={choicesOf(directoryViews, view => say(`unmanaged.directory_.${view}`))}
      />
      <FilterChoice
        name="status"
        label={say('unmanaged.status')}
        value={search.status}
        choices={choicesOf(unmanagedStatuses, status => say(`unmanaged.status_.${status}`))}
      />
      <FilterChoice
        name="review"
        label={say('unmanaged.review')}
        value={search.review}
        choices={choicesOf(reviews, review => say(`unmanaged.review_.${review}`))}
      />
      <FilterChoice
        name="plan"
        label={say('unmanaged.plan')}
        value={search.plan}
        choices={choicesOf(plans, plan => say(`unmanaged.plan_.${plan}`))}
      />
      <FilterChoice
        name="idle"
        label={say('unmanaged.lastActive')}
        value={search.idle}
        choices={choicesOf(idleChoices, days => say(`unmanaged.idle.${days}`))}
      />
      {domains.length > 1 ? (
        <FilterChoice
          name="domain"
          label={say('unmanaged.domain')}
          value={search.domain}
          choices={choicesOf(domains, domain => domain)}
        />
      ) : null}
    </ListFilters>
  )
}
