'use client'

import { useState } from 'react'
import { useSurvey } from '@/app/(console)/use-survey'
import type { MappingSettings } from '@/lib/settings/mapping'
import { checkMapping } from './actions'

/** The mapping as it stands, tried on everybody in the chosen units when it is asked for. */
export function useSample(connectorId: string, mapping: MappingSettings) {
  const { ask, ...survey } = useSurvey('mapping')
  const [checked, setChecked] = useState('')
  const now = JSON.stringify(mapping)
  const found = survey.busy ? undefined : survey.found
  return {
    ...survey,
    /** Whether the mapping is another one since. */
    outdated: checked !== now,
    check: () => {
      setChecked(now)
      return ask(() => checkMapping({ connectorId, mapping }))
    },
    /** How many people have a value for a field, as long as that is about this mapping. */
    full: (name: string): string | null => (checked === now && found?.full[name]) || null,
  }
}
export type Sample = ReturnType<typeof useSample>
