import { FilterForm } from '@/app/lists/filter-form'
import { say } from '@/app/messages/say'
import { NativeSelect } from '@/app/ui/native-select'
import { TextInput } from '@/app/ui/text-input'
import { runResults } from '@/lib/store/runs-history'

export const runKinds = ['synchronize', 'preview', 'approved', 'revert'] as const
export const runHaving = ['changes', 'deactivations', 'problems'] as const

type Props = {
  path: string
  search: Readonly<Partial<Record<'result' | 'kind' | 'having' | 'connector' | 'day', string | undefined>>>
  connectors: readonly { id: string; name: string }[]
  narrowed: boolean
}

/** By how runs ended, what kind they were, what they did, and on which day they did it. */
export function RunFilters({ path, search, connectors, narrowed }: Props) {
  const choices = {
    result: runResults.map(value => ({ value: value as string, label: say(`runs.resultName.${value}`) })),
    kind: runKinds.map(value => ({ value: value as string, label: say(`runKind.${value}`) })),
    having: runHaving.map(value => ({ value: value as string, label: say(`runs.havingName.${value}`) })),
    connector: connectors.map(({ id, name }) => ({ value: id, label: name })),
  }
  const shown = (['result', 'kind', 'having', 'connector'] as const).filter(
    name => name !== 'connector' || connectors.length > 1,
  )
  return (
    <FilterForm shown={JSON.stringify(search)} path={path} kept={{}} filtered={narrowed}>
      {shown.map(name => (
        <NativeSelect
          key={name}
          name={name}
          label={say(`runs.filter.${name}`)}
          defaultValue={search[name]}
          data={[{ value: '', label: say('changes.filter.any') }, ...choices[name]]}
          w={{ base: '100%', sm: 200 }}
        />
      ))}
      <TextInput
        name="day"
        type="date"
        label={say('runs.filter.day')}
        defaultValue={search.day}
        w={{ base: '100%', sm: 160 }}
      />
    </FilterForm>
  )
}
