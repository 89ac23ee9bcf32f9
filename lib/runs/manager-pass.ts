import { ReadFailure } from '@/lib/directory/read-fault'
import type { IdentifiedName } from '@/lib/directory/source'
import { noteOutsideManagers, type OutsideManager, readOutsideManagers } from '@/lib/store/outside-managers'
import type { Planning } from './planning'
import { fenced, reading } from './run-work'

/** DNs per question to the directory. */
const askedAtOnce = 500

/**
 * Managers who stand outside of what was read are asked for by their DNs, so that a person's manager is known by objectGUID
 * wherever it stands, and stays known when it joins later. Whom the directory does not tell of stays as it is.
 */
export async function managerPass({ work, mapping }: Planning): Promise<void> {
  if (mapping.manager === 'not-managed') return
  for (let after: string | null = null; ; ) {
    const from: string | null = after
    const managers: OutsideManager[] = await reading(work, tx =>
      readOutsideManagers(tx, work.runId, managerAttribute, { after: from, limit: askedAtOnce }),
    )
    if (managers.length === 0) return
    const found = await identify(work, managers)
    await fenced(work, tx => noteOutsideManagers(tx, work.runId, found))
    after = managers.at(-1)?.dnKey ?? null
  }
}

/** As `compileMapping` asks for it. */
const managerAttribute = 'manager'

/** A directory that does not answer takes nobody's manager away. */
async function identify({ source, signal }: Planning['work'], managers: readonly OutsideManager[]) {
  const keys = new Map(managers.map(({ dn, dnKey }) => [dn, dnKey]))
  try {
    const names = await source.identify([...keys.keys()], signal)
    return names.flatMap((name: IdentifiedName) => {
      const dnKey = keys.get(name.dn)
      return name.anchor === null || dnKey === undefined ? [] : [{ dnKey, anchor: name.anchor }]
    })
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error
    return []
  }
}
