import type { Directory } from './directory'
import { parseDn } from './dn'
import type { Item } from './item'
import { prepareFilter } from './match'
import type { Scope, SearchRequest } from './protocol/request'
import { faults, type Result } from './protocol/result'
import { findReference } from './reference'
import { isAdministrator } from './sign-in'

/** Who asks, and what the request's controls let them see. */
export type Viewpoint = { account: Item; showDeleted: boolean; followDomain: boolean }

export type Found = { ok: true; items: Item[]; references: string[] } | { ok: false; result: Result }

/** Finds what a search asks for, without limits. The result is complete before the first page is sent. */
export function search(directory: Directory, request: SearchRequest, viewpoint: Viewpoint): Found {
  const base = findReference(request.base, directory)
  const seesDeleted = viewpoint.showDeleted && mayReadDeleted(directory, viewpoint.account)
  if (!base || (inDeletedObjects(directory, base) && !seesDeleted))
    return { ok: false, result: missing(directory, request.base) }
  const matches = prepareFilter(request.filter, directory)
  const items: Item[] = []
  const admin = isAdministrator(viewpoint.account)
  // An object that may not be listed is not there, and nothing says so: success without entries.
  if (admin || !isHidden(base))
    visit(base, request.scope, item => {
      if (item.hidden && !admin) return false
      if (item === directory.deletedObjects && !seesDeleted) return false
      if ((item !== base || request.scope !== 'one') && matches(item) === true) items.push(item)
      return true
    })
  const atRoot = base === directory.domain && request.scope !== 'base'
  return { ok: true, items, references: atRoot && viewpoint.followDomain ? subordinateContexts(directory) : [] }
}

/** Whether an account may list and read tombstones. */
export function mayReadDeleted(directory: Directory, account: Item): boolean {
  return isAdministrator(account) || (directory.deletedReadable && account.signIn?.readsDeleted === true)
}

function inDeletedObjects(directory: Directory, item: Item): boolean {
  return item === directory.deletedObjects || item.deleted
}

/** Whether an object stands behind one that may not be listed. */
export function isHidden(item: Item): boolean {
  return item.hidden || (item.parent !== null && isHidden(item.parent))
}

/** Walks the scope, parents first; a refusal leaves out the object and everything below it. */
function visit(base: Item, scope: Scope, see: (item: Item) => boolean): void {
  if (!see(base) || scope === 'base') return
  const queue: Item[] = [base]
  for (let item = queue.pop(); item; item = queue.pop())
    for (const child of item.children?.values() ?? [])
      if (see(child) && scope === 'sub' && child.children) queue.push(child)
}

/** Below the domain's root there are other naming contexts; a domain controller points to them (MS-ADTS 3.1.1.3.1.3.1). */
function subordinateContexts({ company: { domain, baseDn } }: Directory): string[] {
  return [
    `ldap://ForestDnsZones.${domain}/DC=ForestDnsZones,${baseDn}`,
    `ldap://DomainDnsZones.${domain}/DC=DomainDnsZones,${baseDn}`,
    `ldap://${domain}/CN=Configuration,${baseDn}`,
  ]
}

function missing(directory: Directory, base: string): Result {
  if (base.startsWith('<') || base === '') return faults.noObject('')
  const steps = parseDn(base)
  if (!steps) return faults.badName(base)
  const best = directory.bestMatch(steps)
  if (best) return faults.noObject(directory.dnOf(best))
  const labels = steps.filter(step => step.attribute.toLowerCase() === 'dc').map(step => step.value)
  return labels.length > 0 ? faults.elsewhere(labels.join('.').toLowerCase(), base) : faults.noObject('')
}
