'use client'

import { useEffect, useRef, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { useJob } from '@/app/(console)/use-job'
import type { ProbeView } from '@/app/api/jobs/[id]/probe-view'
import { say } from '@/app/messages/say'
import { useAnnounce } from '@/app/ui/live-region'
import type { Moment } from '@/app/ui/moment'
import type { ConnectionForm } from '../../../connection-form'

export type ConnectionTest = {
  begin: (jobId: string) => void
  running: boolean
  report: ProbeView | null
  /** What kept the test itself from ending, in words. */
  problem: string | null
  /** When the stored values passed, before this visit. */
  earlier: Moment | null
  /** A value changed since the test began. */
  outdated: boolean
}

/** Follows Test Connection's job, and says each step aloud once. */
export function useProbe(earlier: Moment | null) {
  const [jobId, setJobId] = useState<string | null>(null)
  const { job, problem } = useJob(jobId)
  const report = job?.kind === 'probe' ? job.probe : null
  useAnnouncedSteps(report)
  return {
    begin: setJobId as (jobId: string) => void,
    running: jobId !== null && problem === null && job?.ended !== true,
    report,
    problem: problem ?? (job?.kind === 'failed' ? job.text : null),
    earlier: jobId === null ? earlier : null,
  }
}

/** As `useProbe`, and notices when a value changes afterwards. */
export function useConnectionTest(form: UseFormReturn<ConnectionForm>, earlier: Moment | null): ConnectionTest {
  const probe = useProbe(earlier)
  const [outdated, setOutdated] = useState(false)
  useEffect(() => {
    const watching = form.watch((_values, { name, type }) => {
      // The password's field is emptied when it has been stored, which is no change of anybody's.
      if (type === 'change' || (name !== undefined && name !== 'password')) setOutdated(true)
    })
    return () => watching.unsubscribe()
  }, [form])
  return {
    ...probe,
    begin: id => {
      setOutdated(false)
      probe.begin(id)
    },
    outdated,
  }
}

function useAnnouncedSteps(report: ProbeView | null) {
  const announce = useAnnounce()
  const said = useRef(0)
  useEffect(() => {
    const ended = report?.rows.filter(row => ['passed', 'warning', 'failed'].includes(row.state)) ?? []
    const fresh = ended.slice(said.current)
    said.current = ended.length
    const last = fresh.at(-1)
    if (last) announce(say('connection.stepAnnounced', { step: last.label, state: last.stateText }))
  }, [report, announce])
}
