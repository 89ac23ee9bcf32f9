import * as z from 'zod'
import { MessengerFault } from '../fault'
import type { Messenger } from '../messenger'
import { type ScimAnswer, type ScimRequest, type ScimTarget, sendScim } from './client'
import { newAccount, operationsFor } from './differences'
import { everyPage, readListResponse } from './listing'
import { coreGroup, coreUser, enterpriseUser, readAccount, readGroup } from './resource'

const Configuration = z.looseObject({
  schemas: z.array(z.string()),
  etag: z.looseObject({ supported: z.boolean() }).optional().catch(undefined),
})
const Members = z.looseObject({ members: z.array(z.looseObject({ value: z.string() })).default([]) })

const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const patch = (operations: readonly unknown[]) => ({ schemas: [patchSchema], Operations: operations })
const accountAt = (id: string) => `/Users/${encodeURIComponent(id)}`
const groupAt = (id: string) => `/Groups/${encodeURIComponent(id)}`
/** A value in a filter is a JSON string (RFC 7644 §3.4.2.2): whatever stands in it stays inside of it. */
const equals = (field: string, value: string) => encodeURIComponent(`${field} eq ${JSON.stringify(value)}`)

/**
 * What a filter was to find. A server that does not know the filter may answer with everybody; a part of everybody in which
 * nobody is meant says nothing.
 */
function chosen<T>(total: number, found: readonly T[], isMeant: (one: T) => boolean): T[] {
  const meant = found.filter(isMeant)
  if (meant.length === 0 && total > found.length) throw new MessengerFault('scim-not-supported', 'filter')
  return meant
}

/** A Messenger that speaks SCIM 2.0 (RFC 7643, RFC 7644). */
export function scimMessenger(target: ScimTarget): Messenger {
  const send = (request: ScimRequest) => sendScim(target, request)
  const get = (path: string) => send({ method: 'GET', path })
  /** What stands there after a change. Some answer with it, others with nothing and are asked. */
  const after = async <T>(answer: ScimAnswer, path: string, read: (body: unknown, tag: string | null) => T) => {
    const { body, version } = answer.body === null ? await get(path) : answer
    return read(body, version)
  }
  return {
    describe: async () => {
      const parsed = Configuration.safeParse((await get('/ServiceProviderConfig')).body)
      if (!parsed.success) throw new MessengerFault('scim-not-scim')
      return { hasVersions: parsed.data.etag?.supported === true }
    },
    probe: async kind => {
      readListResponse(await get(`/${kind === 'account' ? 'Users' : 'Groups'}?startIndex=1&count=1`))
    },
    listAccounts: () =>
      everyPage(
        query => get(`/Users?${query}`),
        item => readAccount(item),
      ),
    readAccount: async id => {
      const { body, version } = await get(accountAt(id))
      return readAccount(body, version)
    },
    findAccounts: async (field, value) => {
      const answer = readListResponse(await get(`/Users?filter=${equals(field, value)}`))
      const found = answer.items.map(item => readAccount(item))
      return chosen(
        answer.total,
        found,
        ({ values }) => String(values[field] ?? '').toLowerCase() === value.toLowerCase(),
      )
    },
    createAccount: async wanted => {
      const body = { schemas: [coreUser, enterpriseUser], ...newAccount(wanted) }
      const answer = await send({ method: 'POST', path: '/Users', body })
      return readAccount(answer.body, answer.version)
    },
    updateAccount: async (remote, fields, wanted) => {
      const path = accountAt(remote.id)
      const body = patch(operationsFor(fields, wanted, remote))
      return after(await send({ method: 'PATCH', path, body, ifMatch: remote.version }), path, readAccount)
    },
    listGroups: () =>
      everyPage(
        query => get(`/Groups?excludedAttributes=members&${query}`),
        item => readGroup(item),
      ),
    readGroup: async id => {
      const { body, version } = await get(`${groupAt(id)}?excludedAttributes=members`)
      return readGroup(body, version)
    },
    findGroups: async externalId => {
      const query = `excludedAttributes=members&filter=${equals('externalId', externalId)}`
      const answer = readListResponse(await get(`/Groups?${query}`))
      const found = answer.items.map(item => readGroup(item))
      return chosen(answer.total, found, group => group.externalId === externalId)
    },
    createGroup: async ({ externalId, name }) => {
      const body = { schemas: [coreGroup], externalId, displayName: name }
      const answer = await send({ method: 'POST', path: '/Groups', body })
      return readGroup(answer.body, answer.version)
    },
    renameGroup: async (remote, name) => {
      const path = groupAt(remote.id)
      const body = patch([{ op: 'replace', path: 'displayName', value: name }])
      return after(await send({ method: 'PATCH', path, body, ifMatch: remote.version }), path, readGroup)
    },
    removeGroup: async id => {
      await send({ method: 'DELETE', path: groupAt(id) })
    },
    readMembers: async id => {
      const parsed = Members.safeParse((await get(`${groupAt(id)}?attributes=members`)).body)
      if (!parsed.success) throw new MessengerFault('scim-not-scim')
      return new Set(parsed.data.members.map(({ value }) => value))
    },
    addMembers: async (id, accounts) => {
      const operation = { op: 'add', path: 'members', value: accounts.map(value => ({ value })) }
      await send({ method: 'PATCH', path: groupAt(id), body: patch([operation]) })
    },
    removeMembers: async (id, accounts) => {
      const operations = accounts.map(value => ({ op: 'remove', path: `members[value eq ${JSON.stringify(value)}]` }))
      await send({ method: 'PATCH', path: groupAt(id), body: patch(operations) })
    },
  }
}
