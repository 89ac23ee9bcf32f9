import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { usualAttributes } from '@/lib/directory/person-attributes'
import { functions } from '@/lib/sync/expression/functions'
import { countries } from '@/lib/sync/telephone'
import { spokenLocale } from '@/lib/words/language'
import { openStep, type StepProps } from '../open-step'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { AttributesStep } from './attributes-step'

export const generateMetadata = titledStep('user-attributes')

export default async function UserAttributesPage(props: StepProps) {
  const open = await openStep(props, 'user-attributes')
  const { mapping, joining } = open.settings
  return (
    <Wizard step="user-attributes" open={open} desk={open.desk} lead={say('mapping.lead')}>
      <Words of={['check.whom', 'check.whomHelp', 'fault', 'field', 'groups.more', 'joining', 'mapping', 'words']}>
        <AttributesStep
          connectorId={open.connector.id}
          mapping={mapping}
          joining={joining}
          known={{
            attributes: usualAttributes,
            functions: Object.entries(functions).map(([name, { usage }]) => ({ name, usage })),
          }}
          countries={namedCountries()}
        />
      </Words>
    </Wizard>
  )
}

function namedCountries(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(spokenLocale(), { type: 'region' })
  return countries()
    .map(value => ({ value, label: names.of(value) ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, spokenLocale()))
}
