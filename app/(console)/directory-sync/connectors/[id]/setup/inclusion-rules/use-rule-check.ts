'use client'

import { useState } from 'react'
import { useSurvey } from '@/app/(console)/use-survey'
import { checkInclusion } from '../../../actions'

/** A rule held against the directory's schema, with the people it would let in. */
export function useRuleCheck(connectorId: string) {
  const survey = useSurvey('inclusion')
  const [asked, setAsked] = useState<string | null>(null)
  return {
    ...survey,
    /** The rule that the answer is about. */
    asked,
    ask: (filter: string) => {
      setAsked(filter)
      return survey.ask(() => checkInclusion({ connectorId, filter }))
    },
    /** The check that this rule passed, or null. */
    passed: (filter: string): string | null =>
      !survey.busy && survey.found?.count && asked === filter ? (survey.jobId ?? null) : null,
  }
}
export type RuleCheck = ReturnType<typeof useRuleCheck>
