import { afterAll, beforeAll, describe } from 'vitest'
import { filterContract } from './contract/filters'
import { pagingContract } from './contract/paging'
import { peopleContract } from './contract/people'
import { protectionContract } from './contract/protection'
import { rootContract } from './contract/root'
import { signInContract } from './contract/sign-in'
import type { ContractTarget } from './contract/target'

export type { ContractTarget, KnownPerson } from './contract/target'

/** What the contract's parts need: the target, once it runs. */
export type Running = () => ContractTarget

/**
 * What Enrollment relies on in an Active Directory. Held against the sample and against real domain controllers, so that
 * stories on the sample say something about the world.
 */
export function directoryContract(name: string, start: () => Promise<ContractTarget>): void {
  describe(name, () => {
    let target: ContractTarget | undefined
    beforeAll(async () => {
      target = await start()
    }, 120_000)
    afterAll(() => target?.stop())
    const running: Running = () => {
      if (!target) throw new Error('The directory did not start')
      return target
    }
    rootContract(running)
    signInContract(running)
    peopleContract(running)
    filterContract(running)
    pagingContract(running)
    protectionContract(running)
  })
}
