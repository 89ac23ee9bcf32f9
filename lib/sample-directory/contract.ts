import { afterAll, beforeAll, describe } from 'vitest'
import { dirSyncContract } from './contract/dir-sync'
import { filterContract } from './contract/filters'
import { inclusionContract } from './contract/inclusion'
import { listContract } from './contract/lists'
import { pagingContract } from './contract/paging'
import { peopleContract } from './contract/people'
import { protectionContract } from './contract/protection'
import { rootContract } from './contract/root'
import { signInContract } from './contract/sign-in'
import type { ContractTarget, Difference } from './contract/target'

export { type ContractTarget, sambaDifferences } from './contract/target'

/** What the contract's parts need: the target, once it runs. */
export type Running = { (): ContractTarget; differs(difference: Difference): boolean }

/**
 * What Enrollment relies on in an Active Directory. Held against the sample and against real domain controllers, so that
 * stories on the sample say something about the world.
 */
export function directoryContract(
  name: string,
  start: () => Promise<ContractTarget>,
  differences: readonly Difference[] = [],
): void {
  describe(name, () => {
    let target: ContractTarget | undefined
    beforeAll(async () => {
      target = await start()
    }, 120_000)
    afterAll(() => target?.stop())
    const current = () => {
      if (!target) throw new Error('The directory did not start')
      return target
    }
    const running: Running = Object.assign(current, { differs: (one: Difference) => differences.includes(one) })
    rootContract(running)
    signInContract(running)
    peopleContract(running)
    listContract(running)
    filterContract(running)
    inclusionContract(running)
    pagingContract(running)
    dirSyncContract(running)
    protectionContract(running)
  })
}
