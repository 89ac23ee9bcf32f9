import type { DriftPolicy } from '@/lib/settings/messenger'
import { type AccountValues, type ManagedField, type MessengerAccount, managedFields } from '../messenger'
import { enterpriseUser } from './resource'

/** What we wrote last, and what the other Messenger made of it; null = we never wrote anything. */
export type LastExport = { exported: AccountValues; settled: AccountValues } | null
/** RFC 7644 §3.5.2. */
export type Operation = { op: 'replace' | 'remove'; path: string; value?: unknown }

/**
 * The fields to write so that the other side has what is wanted. A value that it was given and made something else of, as
 * when it folds case or has no such field, is not given again; what somebody changed there is, unless that is only reported.
 */
export function fieldsToWrite(
  wanted: AccountValues,
  remote: AccountValues,
  last: LastExport,
  drift: DriftPolicy,
): ManagedField[] {
  return managedFields.filter(field => {
    if (wanted[field] === remote[field]) return false
    const isWritten = last !== null && last.exported[field] === wanted[field]
    if (!isWritten) return true
    return drift === 'ours-wins' && last.settled[field] !== remote[field]
  })
}

/** Fields that somebody else changed since we wrote them. */
export const driftedFields = (remote: AccountValues, last: LastExport): ManagedField[] =>
  last === null
    ? []
    : managedFields.filter(field => last.settled[field] !== remote[field] && last.exported[field] !== remote[field])

/** The operations that write these fields, and nothing else of the object. */
export function operationsFor(
  fields: readonly ManagedField[],
  wanted: AccountValues,
  remote: MessengerAccount,
): Operation[] {
  const written = new Set(fields)
  const plain = fields
    .filter(field => !isInList(field))
    .map(field => operation(paths[field] ?? field, asSent(field, wanted)))
  const lists = (['emails', 'phoneNumbers'] as const).flatMap(list => {
    const parts = listParts[list].filter(field => written.has(field))
    return parts.length === 0 ? [] : [operation(list, composed(list, parts, wanted, remote))]
  })
  return [...plain, ...lists]
}

/** A whole account as it is created (RFC 7644 §3.3). */
export function newAccount(wanted: AccountValues): Record<string, unknown> {
  const nobody: MessengerAccount = { id: '', version: null, values: {}, emails: [], phoneNumbers: [] }
  const body: Record<string, unknown> = {}
  const extension: Record<string, unknown> = {}
  const name: Record<string, unknown> = {}
  for (const field of managedFields) {
    const value = asSent(field, wanted)
    if (value === null || isInList(field)) continue
    if (field.startsWith('name.')) name[field.slice('name.'.length)] = value
    else if (paths[field] === undefined) body[field] = value
    else extension[field] = value
  }
  for (const list of ['emails', 'phoneNumbers'] as const) {
    const values = composed(list, listParts[list], wanted, nobody)
    if (values !== null) body[list] = values
  }
  return {
    ...body,
    ...(Object.keys(name).length > 0 ? { name } : {}),
    ...(Object.keys(extension).length > 0 ? { [enterpriseUser]: extension } : {}),
  }
}

const paths: { [Field in ManagedField]?: string } = {
  employeeNumber: `${enterpriseUser}:employeeNumber`,
  organization: `${enterpriseUser}:organization`,
  department: `${enterpriseUser}:department`,
  manager: `${enterpriseUser}:manager`,
}
const listParts = {
  emails: ['emails.work'],
  phoneNumbers: ['phoneNumbers.work', 'phoneNumbers.mobile'],
} as const satisfies Record<string, readonly ManagedField[]>

const isInList = (field: ManagedField): boolean => field.startsWith('emails.') || field.startsWith('phoneNumbers.')

const operation = (path: string, value: unknown): Operation =>
  value === null ? { op: 'remove', path } : { op: 'replace', path, value }

function asSent(field: ManagedField, wanted: AccountValues): unknown {
  const value = wanted[field]
  if (value === undefined) return null
  return field === 'manager' ? { value } : value
}

/** A list with our parts as wanted, and what others put beside them as it is; null when nothing is left. */
function composed(
  list: keyof typeof listParts,
  parts: readonly ManagedField[],
  wanted: AccountValues,
  remote: MessengerAccount,
): unknown[] | null {
  const types = parts.map(field => field.slice(list.length + 1))
  const others = remote[list].filter(({ type }) => !types.includes(type?.toLowerCase() ?? ''))
  const ours = parts.flatMap(field => {
    const value = wanted[field]
    return value === undefined ? [] : [{ value, type: field.slice(list.length + 1) }]
  })
  // Where others are primary, only one of them may stay so beside ours (RFC 7643 §2.4).
  const all =
    list === 'emails' && ours.length > 0
      ? [...ours.map(one => ({ ...one, primary: true })), ...others.map(one => ({ ...one, primary: false }))]
      : [...ours, ...others]
  return all.length === 0 ? null : all
}
