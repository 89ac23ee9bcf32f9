import { FilterForm } from '@/app/lists/filter-form'
import { choicesOf, FilterChoice, FilterDay } from '@/app/lists/list-filters'
import { say } from '@/app/messages/say'
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
    result: choicesOf(runResults, result => say(`runs.resultName.${result}`)),
    kind: choicesOf(runKinds, kind => say(`runKind.${kind}`)),
    having: choicesOf(runHaving, having => say(`runs.havingName.${having}`)),
    connector: connectors.map(({ id, name }) => ({ value: id, label: name })),
  }
  const shown = (['result', 'kind', 'having', 'connector'] as const).filter(
    name => name !== 'connector' || connectors.length > 1,
  )
  return (
    <FilterForm shown={JSON.stringify(search)} path={path} kept={{}} filtered={narrowed}>
      {shown.map(name => (
        <FilterChoice
          key={name}
          name={name}
          label={say(`runs.filter.${name}`)}
          value={search[name]}
          choices={choices[name]}
          width={200}
        />
      ))}
      <FilterDay label={say('runs.filter.day')} value={search.day} />
    </FilterForm>
  )
}
