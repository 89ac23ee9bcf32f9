import { choicesOf, FilterChoice, ListFilters } from '@/app/lists/list-filters'
import { say } from '@/app/messages/say'
import { peopleStatuses } from '@/lib/store/people-list'
import { isNarrowed, type PeopleSearch, withoutDepartment } from './people-search'

type Props = {
  path: string
  search: PeopleSearch
  departments: readonly { department: string; people: number }[]
  connectors: readonly { id: string; name: string }[]
}

/** By name, status, department, connector, and whether somebody ever signed in. */
export function ManagedFilters({ path, search, departments, connectors }: Props) {
  return (
    <ListFilters
      path={path}
      search={search}
      narrowed={isNarrowed(search)}
      find={say('managed.find')}
      findHelp={say('managed.findHelp')}
    >
      <FilterChoice
        name="status"
        label={say('managed.status')}
        value={search.status}
        choices={choicesOf(peopleStatuses, status => say(`accountStatus.${status}`))}
        width={150}
      />
      <FilterChoice
        name="department"
        label={say('field.department')}
        value={search.department}
        choices={departments.map(choiceOf)}
        width={220}
      />
      <FilterChoice
        name="loggedOn"
        label={say('managed.lastLoggedOn')}
        value={search.loggedOn}
        choices={[{ value: 'never', label: say('managed.never') }]}
        width={150}
      />
      <FilterChoice
        name="directory"
        label={say('managed.directory')}
        value={search.directory}
        choices={[{ value: 'none', label: say('managed.notInDirectory') }]}
        width={180}
      />
      {connectors.length > 1 ? (
        <FilterChoice
          name="connector"
          label={say('connector.kind')}
          value={search.connector}
          choices={connectors.map(({ id, name }) => ({ value: id, label: name }))}
          width={200}
        />
      ) : null}
    </ListFilters>
  )
}

const choiceOf = ({ department, people }: Props['departments'][number]) => ({
  value: department === '' ? withoutDepartment : department,
  label: say('managed.departmentChoice', {
    department: department === '' ? say('managed.without') : department,
    people,
  }),
})
