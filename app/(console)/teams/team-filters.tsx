import { NativeSelect, TextInput } from '@mantine/core'
import { FilterForm } from '@/app/lists/filter-form'
import { say } from '@/app/messages/say'
import { planTypes, teamManagements, teamStatuses } from '@/lib/settings/teams'
import type { TeamsList } from './load-teams'
import { isNarrowed, type TeamSearch } from './team-search'

type Props = { path: string; which: TeamsList; search: TeamSearch }

/** By name or owner, and what the list is about: how far an unmanaged team is and what it pays, or whether a managed one is in use. */
export function TeamFilters({ path, which, search }: Props) {
  const any = { value: '', label: say('changes.filter.any') }
  const found = teamManagements.filter(value => value !== 'managed')
  return (
    <FilterForm
      key={JSON.stringify(search)}
      path={path}
      kept={search.sort ? { sort: search.sort } : {}}
      filtered={isNarrowed(search)}
    >
      <TextInput
        type="search"
        name="q"
        defaultValue={search.q}
        label={say('teams.find')}
        placeholder={say('teams.findHelp')}
        maxLength={200}
        w={{ base: '100%', sm: 260 }}
      />
      {which === 'unmanaged' ? (
        <>
          <NativeSelect
            name="management"
            label={say('teams.management')}
            defaultValue={search.management}
            data={[any, ...found.map(value => ({ value, label: say(`teamManagement.${value}`) }))]}
            w={{ base: '100%', sm: 170 }}
          />
          <NativeSelect
            name="plan"
            label={say('teams.plan')}
            defaultValue={search.plan}
            data={[any, ...planTypes.map(value => ({ value, label: say(`planType.${value}`) }))]}
            w={{ base: '100%', sm: 200 }}
          />
        </>
      ) : null}
      <NativeSelect
        name="status"
        label={say('teams.status')}
        defaultValue={search.status}
        data={[any, ...teamStatuses.map(value => ({ value, label: say(`teamStatus.${value}`) }))]}
        w={{ base: '100%', sm: 150 }}
      />
      <NativeSelect
        name="externals"
        label={say('teams.externals')}
        defaultValue={search.externals}
        data={[any, { value: 'some', label: say('teams.withExternals') }]}
        w={{ base: '100%', sm: 190 }}
      />
    </FilterForm>
  )
}
