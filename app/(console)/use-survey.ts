'use client'

import { useState } from 'react'
import type { JobView } from '@/app/api/jobs/[id]/job-view'
import { answered } from '@/app/forms/answered'
import type { Answer } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { useJob } from './use-job'

type Asked = { jobId: string | null; refusal: string | null }

/** Asks the directory something that takes a moment: the last answer stays until the next one is there. */
export function useSurvey<Kind extends JobView['kind']>(kind: Kind) {
  type Found = Extract<JobView, { kind: Kind }>
  const [asked, setAsked] = useState<Asked | null>(null)
  const [kept, setKept] = useState<{ jobId: string; found: Found } | null>(null)
  const { job, problem } = useJob(asked?.jobId ?? null)
  const failure = problem ? say('survey.lost') : job?.kind === 'failed' ? job.text : null
  const trouble = asked?.refusal ?? failure
  const ended = job?.ended && job.kind === kind ? (job as Found) : null
  if (ended && asked?.jobId && kept?.found !== ended) setKept({ jobId: asked.jobId, found: ended })
  const ask = async (start: () => Promise<Answer<{ jobId: string }>>) => {
    setAsked({ jobId: null, refusal: null })
    const answer = await answered(start())
    if (answer.ok) return setAsked({ jobId: answer.value.jobId, refusal: null })
    setAsked({ jobId: null, refusal: answer.problems.map(({ text }) => text).join(' ') })
  }
  return { ask, busy: asked !== null && trouble === null && ended === null, trouble, ...kept }
}
