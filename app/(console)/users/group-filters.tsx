import { FilterForm } from '@/app/lists/filter-form'
import { say } from '@/app/messages/say'
import { NativeSelect } from '@/app/ui/native-select'
import { TextInput } from '@/app/ui/text-input'
import type { GroupSearch } from './groups-search'

const sources = ['local', 'directory', 'system'] as const

/** By name, and by who keeps it. */
export function GroupFilters({ path, search, label }: { path: string; search: GroupSearch; label: string }) {
  return (
    <FilterForm
      shown={JSON.stringify(search)}
      path={path}
      kept={search.sort ? { sort: search.sort } : {}}
      filtered={Boolean(search.q) || search.source !== undefined}
    >
      <TextInput
        type="search"
        name="q"
        defaultValue={search.q}
        label={label}
        placeholder={say('groupList.findHelp')}
        maxLength={200}
        w={{ base: '100%', sm: 260 }}
      />
      <NativeSelect
        name="source"
        label={say('groupList.source')}
        defaultValue={search.source}
        data={[
          { value: '', label: say('changes.filter.any') },
          ...sources.map(value => ({ value, label: say(`groupList.sourceName.${value}`) })),
        ]}
        w={{ base: '100%', sm: 150 }}
      />
    </FilterForm>
  )
}
