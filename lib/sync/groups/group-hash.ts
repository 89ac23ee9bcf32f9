import { hash } from 'node:crypto'
import type { GroupChange, GroupValues } from './group-change'

/**
 * What an approval binds to: what happens to which group, from what to what, and exactly which members. As for people the
 * reason is left out. SHA-256 as 64 hexadecimal digits.
 * @param members the hash of the row's members, made of their sorted identities; null when it is not about members
 */
export function groupChangeHash(change: GroupChange, members: string | null): string {
  const { anchor, aspect, kind, groupId, before, after } = change
  return hash('sha256', JSON.stringify([anchor, aspect, kind, groupId, sorted(before), sorted(after), members]), 'hex')
}

const sorted = (values: GroupValues | null) =>
  values === null ? null : Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
