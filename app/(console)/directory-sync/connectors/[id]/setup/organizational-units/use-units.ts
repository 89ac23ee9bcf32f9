'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { readJson } from '@/app/(console)/use-job'
import type { JobView } from '@/app/api/jobs/[id]/job-view'
import { answered } from '@/app/forms/answered'
import type { Answer } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { useAnnounce } from '@/app/ui/live-region'
import type { DirectoryNode } from '@/lib/directory/source'
import { browseUnits, findUnits, lookUpUnits } from '../../../actions'
import type { UnitPlace } from './unit-rules'

/** A unit as the tree knows it. `children` is null until it was opened. */
export type Unit = DirectoryNode & UnitPlace & { children: string[] | null; loading: boolean; problem: string | null }
export type Units = ReadonlyMap<string, Unit>

/** A unit that was looked for, with the names of those around it from the top. */
export type FoundInTree = { anchor: string; path: string }

/** As many as are looked up; a choice of more is not counted. */
const most = 500
const pause = () => new Promise(resolve => setTimeout(resolve, 300))
const patience = 200

/**
 * The part of the directory's tree that was opened so far; each unit is asked of the directory when it is opened. `wanted`:
 * nothing is asked before. `named`: units that rules name, to be looked up wherever they stand.
 */
export function useUnits(connectorId: string, { wanted, named }: { wanted: boolean; named: readonly string[] }) {
  const address = useAddress()
  const announce = useAnnounce()
  const [units, setUnits] = useState<Units>(new Map())
  const [root, setRoot] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [lookedUp, setLookedUp] = useState<ReadonlyMap<string, DirectoryNode | null>>(new Map())

  const wait = useCallback(
    async (started: Answer<{ jobId: string }>): Promise<JobView | string> => {
      if (!started.ok) return started.problems.map(found => found.text).join(' ')
      for (let tries = 0; tries < patience; tries++) {
        await pause()
        const job = await readJson<JobView>(address(`/api/jobs/${started.value.jobId}`)).catch(() => null)
        if (job?.kind === 'failed') return job.text
        if (job?.ended) return job
      }
      return say('units.tooSlow')
    },
    [address],
  )
  const ask = useCallback(
    async (parent: string | null): Promise<DirectoryNode[] | string> => {
      const job = await wait(await answered(browseUnits({ connectorId, parent })))
      if (typeof job === 'string') return job
      return job.kind === 'units' ? job.units : []
    },
    [wait, connectorId],
  )
  /** Looks for units by a part of their name, also where nobody has opened the tree yet. */
  const find = useCallback(
    async (text: string): Promise<FoundInTree[] | string> => {
      const job = await wait(await answered(findUnits({ connectorId, text })))
      if (typeof job === 'string') return job
      const found = job.kind === 'units-found' ? job.found : []
      setUnits(before => {
        const after = new Map(before)
        for (const { node, above } of found)
          if (!after.has(node.anchor))
            after.set(
              node.anchor,
              asUnit(
                node,
                above.map(({ anchor }) => anchor),
              ),
            )
        return after
      })
      return found.map(({ node, above }) => ({
        anchor: node.anchor,
        path: above
          .map(({ name }) => name)
          .toReversed()
          .join(' › '),
      }))
    },
    [wait, connectorId],
  )

  const patch = useCallback((anchor: string, values: Partial<Unit>) => {
    setUnits(before => {
      const unit = before.get(anchor)
      return unit ? new Map(before).set(anchor, { ...unit, ...values }) : before
    })
  }, [])

  const open = useCallback(
    async (unit: Unit) => {
      patch(unit.anchor, { loading: true, problem: null })
      const found = await ask(unit.anchor)
      if (typeof found === 'string') return patch(unit.anchor, { loading: false, problem: found })
      const ancestors = [unit.anchor, ...unit.ancestors]
      setUnits(before => {
        const after = new Map(before)
        for (const node of found) after.set(node.anchor, asUnit(node, ancestors))
        return after.set(unit.anchor, {
          ...unit,
          loading: false,
          problem: null,
          children: found.map(node => node.anchor),
        })
      })
      announce(say('units.loaded', { count: found.length }))
    },
    [announce, ask, patch],
  )

  const lookUp = useCallback(
    async (anchors: readonly string[]) => {
      if (anchors.length === 0 || anchors.length > most) return
      const job = await wait(await answered(lookUpUnits({ connectorId, anchors })))
      if (typeof job === 'string' || job.kind !== 'units-named') return
      setLookedUp(new Map(anchors.map((anchor, at) => [anchor, job.named[at] ?? null])))
    },
    [wait, connectorId],
  )

  const start = useCallback(async () => {
    setProblem(null)
    const found = await ask(null)
    if (typeof found === 'string') return setProblem(found)
    const [base] = found
    if (!base) return setProblem(say('units.none'))
    const unit = asUnit(base, [])
    setUnits(new Map([[unit.anchor, unit]]))
    setRoot(unit.anchor)
    await open(unit)
    await lookUp(named)
  }, [ask, open, lookUp, named])

  const begun = useRef(false)
  useEffect(() => {
    if (!wanted || begun.current) return
    begun.current = true
    void start()
  }, [wanted, start])

  return {
    ...{ units, root, problem, open, start, find },
    /** A unit as the directory has it; null = it shows no such unit, undefined = it was not asked. */
    known: (anchor: string): DirectoryNode | null | undefined => units.get(anchor) ?? lookedUp.get(anchor),
  }
}
export type UnitTree = ReturnType<typeof useUnits>

const asUnit = (node: DirectoryNode, ancestors: readonly string[]): Unit => ({
  ...node,
  ancestors,
  children: null,
  loading: false,
  problem: null,
})
