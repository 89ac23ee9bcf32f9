import { choicesOf, FilterChoice, ListFilters } from '@/app/lists/list-filters'
import { say } from '@/app/messages/say'
import type { GroupSearch } from './groups-search'

const sources = ['local', 'directory', 'system'] as const

/** By name, and by who keeps it. */
export function GroupFilters({ path, search, label }: { path: string; search: GroupSearch; label: string }) {
  return (
    <ListFilters
      path={path}
      search={search}
      narrowed={Boolean(search.q) || search.source !== undefined}
      find={label}
      findHelp={say('groupList.findHelp')}
    >
      <FilterChoice
        name="source"
        label={say('groupList.source')}
        value={search.source}
        choices={choicesOf(sources, source => say(`groupList.sourceName.${source}`))}
        width={150}
      />
    </ListFilters>
  )
}
