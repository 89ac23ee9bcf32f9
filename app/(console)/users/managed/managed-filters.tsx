import { NativeSelect, TextInput } from '@mantine/core'
import { FilterForm } from '@/app/lists/filter-form'
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
  const any = { value: '', label: say('changes.filter.any') }
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
        label={say('managed.find')}
        placeholder={say('managed.findHelp')}
        maxLength={200}
        w={{ base: '100%', sm: 260 }}
      />
      <NativeSelect
        name="status"
        label={say('managed.status')}
        defaultValue={search.status}
        data={[any, ...peopleStatuses.map(value => ({ value, label: say(`accountStatus.${value}`) }))]}
        w={{ base: '100%', sm: 150 }}
      />
      <NativeSelect
        name="department"
        label={say('field.department')}
        defaultValue={search.department}
        data={[any, ...departments.map(choiceOf)]}
        w={{ base: '100%', sm: 220 }}
      />
      <NativeSelect
        name="loggedOn"
        label={say('managed.lastLoggedOn')}
        defaultValue={search.loggedOn}
        data={[any, { value: 'never', label: say('managed.never') }]}
        w={{ base: '100%', sm: 150 }}
      />
      <NativeSelect
        name="directory"
        label={say('managed.directory')}
        defaultValue={search.directory}
        data={[any, { value: 'none', label: say('managed.notInDirectory') }]}
        w={{ base: '100%', sm: 180 }}
      />
      {connectors.length > 1 ? (
        <NativeSelect
          name="connector"
          label={say('connector.kind')}
          defaultValue={search.connector}
          data={[any, ...connectors.map(({ id, name }) => ({ value: id, label: name }))]}
          w={{ base: '100%', sm: 200 }}
        />
      ) : null}
    </FilterForm>
  )
}

const choiceOf = ({ department, people }: Props['departments'][number]) => ({
  value: department === '' ? withoutDepartment : department,
  label: say('managed.departmentChoice', {
    department: department === '' ? say('managed.without') : department,
    people,
  }),
})
