import { NativeSelect, TextInput } from '@mantine/core'
import { FilterForm } from '@/app/lists/filter-form'
import { say } from '@/app/messages/say'
import { directoryViews, plans, reviews, unmanagedStatuses } from '@/lib/store/unmanaged-list'
import { idleChoices, isNarrowed, type UnmanagedSearch } from './unmanaged-search'

type Props = { path: string; search: UnmanagedSearch; domains: readonly string[] }

/** By name, what the directory says, status, plan, review, last use and domain. */
export function UnmanagedFilters({ path, search, domains }: Props) {
  const any = { value: '', label: say('changes.filter.any') }
  const choices = <T extends string>(values: readonly T[], label: (value: T) => string) => [
    any,
    ...values.map(value => ({ value, label: label(value) })),
  ]
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
        label={say('unmanaged.find')}
        placeholder={say('unmanaged.findHelp')}
        maxLength={200}
        w={{ base: '100%', sm: 240 }}
      />
      <Choice
        name="directory"
        label={say('unmanaged.directory')}
        value={search.directory}
        data={choices(directoryViews, view => say(`unmanaged.directory_.${view}`))}
      />
      <Choice
        name="status"
        label={say('unmanaged.status')}
        value={search.status}
        data={choices(unmanagedStatuses, status => say(`unmanaged.status_.${status}`))}
      />
      <Choice
        name="review"
        label={say('unmanaged.review')}
        value={search.review}
        data={choices(reviews, review => say(`unmanaged.review_.${review}`))}
      />
      <Choice
        name="plan"
        label={say('unmanaged.plan')}
        value={search.plan}
        data={choices(plans, plan => say(`unmanaged.plan_.${plan}`))}
      />
      <Choice
        name="idle"
        label={say('unmanaged.lastActive')}
        value={search.idle}
        data={choices(idleChoices, days => say(`unmanaged.idle.${days}`))}
      />
      {domains.length > 1 ? (
        <Choice
          name="domain"
          label={say('unmanaged.domain')}
          value={search.domain}
          data={choices(domains, domain => domain)}
        />
      ) : null}
    </FilterForm>
  )
}

type ChoiceProps = { name: string; label: string; value: string | undefined; data: { value: string; label: string }[] }

const Choice = ({ name, label, value, data }: ChoiceProps) => (
  <NativeSelect name={name} label={label} defaultValue={value} data={data} w={{ base: '100%', sm: 170 }} />
)
