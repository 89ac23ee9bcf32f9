import type { ReactNode } from 'react'
import { say } from '@/app/messages/say'
import { NativeSelect } from '@/app/ui/native-select'
import { TextInput } from '@/app/ui/text-input'
import { FilterForm } from './filter-form'

type Searched = { q?: string | undefined; sort?: string | undefined }
type Props = {
  path: string
  search: Searched
  narrowed: boolean
  find: string
  findHelp: string
  children: ReactNode
}

/** What a list is narrowed by: a text that is looked for, and choices. How it is sorted stays. */
export function ListFilters({ path, search, narrowed, find, findHelp, children }: Props) {
  return (
    <FilterForm
      shown={JSON.stringify(search)}
      path={path}
      kept={search.sort ? { sort: search.sort } : {}}
      filtered={narrowed}
    >
      <TextInput
        type="search"
        name="q"
        defaultValue={search.q}
        label={find}
        placeholder={findHelp}
        maxLength={200}
        w={{ base: '100%', sm: 260 }}
      />
      {children}
    </FilterForm>
  )
}

type ChoiceProps = {
  name: string
  label: string
  value: string | undefined
  choices: readonly { value: string; label: string }[]
  /** What it says of all of them. */
  any?: string
  /** Pixels, where there is room for more than one beside each other. */
  width?: number
}

/** One of several values, or any. */
export const FilterChoice = ({ name, label, value, choices, any, width = 170 }: ChoiceProps) => (
  <NativeSelect
    name={name}
    label={label}
    defaultValue={value}
    data={[{ value: '', label: any ?? say('changes.filter.any') }, ...choices]}
    w={{ base: '100%', sm: width }}
  />
)

/** One day, or any. */
export const FilterDay = ({ label, value }: { label: string; value: string | undefined }) => (
  <TextInput name="day" type="date" label={label} defaultValue={value} w={{ base: '100%', sm: 160 }} />
)

/** Values as choices, each with its words. */
export const choicesOf = <T extends string>(values: readonly T[], label: (value: T) => string) =>
  values.map(value => ({ value, label: label(value) }))
