import { choicesOf, FilterChoice, ListFilters } from '@/app/lists/list-filters'
import { say } from '@/app/messages/say'
import { planTypes, teamManagements, teamStatuses } from '@/lib/settings/teams'
import type { TeamsList } from './load-teams'
import { isNarrowed, type TeamSearch } from './team-search'

type Props = { path: string; which: TeamsList; search: TeamSearch }

/** By name or owner, and what the list is about: how far an unmanaged team is and what it pays, or whether a managed one is in use. */
export function TeamFilters({ path, which, search }: Props) {
  const found = teamManagements.filter(value => value !== 'managed')
  return (
    <ListFilters
      path={path}
      search={search}
      narrowed={isNarrowed(search)}
      find={say('teams.find')}
      findHelp={say('teams.findHelp')}
    >
      {which === 'unmanaged' ? (
        <>
          <FilterChoice
            name="management"
            label={say('teams.management')}
            value={search.management}
            choices={choicesOf(found, value => say(`teamManagement.${value}`))}
          />
          <FilterChoice
            name="plan"
            label={say('teams.plan')}
            value={search.plan}
            choices={choicesOf(planTypes, value => say(`planType.${value}`))}
            width={200}
          />
        </>
      ) : null}
      <FilterChoice
        name="status"
        label={say('teams.status')}
        value={search.status}
        choices={choicesOf(teamStatuses, value => say(`teamStatus.${value}`))}
        width={150}
      />
      <FilterChoice
        name="externals"
        label={say('teams.externals')}
        value={search.externals}
        choices={[{ value: 'some', label: say('teams.withExternals') }]}
        width={190}
      />
    </ListFilters>
  )
}
