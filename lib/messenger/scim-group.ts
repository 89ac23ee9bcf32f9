import type { Group, GroupMember } from '@/lib/store/groups'

const core = 'urn:ietf:params:scim:schemas:core:2.0:Group'

/** An organizational group or a list in SCIM's words (RFC 7643 §4.2). A value that there is not is absent, not empty. */
export type ScimGroup = {
  schemas: string[]
  id: string
  /** The objectGUID as Active Directory's tools write it. */
  externalId?: string
  displayName: string
  members: { value: string; type: 'User' | 'Group'; display: string }[]
  /** What SCIM has no word for. */
  enrollment: {
    kind: Group['kind']
    source: Group['source']
    address?: string
    description?: string
    parent?: { value: string; display: string }
    /** Of a list: how many people it reaches, through however many lists. */
    effectiveMembers?: number
    /** Of a list, as last read: members without an account, and members that the directory did not show. */
    outside?: number
    others?: number
    /** False for a list whose members could not be read the last time. */
    membersKnown?: boolean
  }
  meta: { resourceType: 'Group'; created: string; lastModified: string }
}

/** A group and everything in it as a SCIM group. */
export function toScimGroup(group: Group, members: readonly GroupMember[]): ScimGroup {
  const { address, description, parent, effectiveMembers, outside, others, membersKnown } = group
  return {
    schemas: [core],
    id: group.id,
    ...(group.anchor === null ? {} : { externalId: group.anchor }),
    displayName: group.name,
    members: members.map(({ id, type, name }) => ({ value: id, type, display: name })),
    enrollment: {
      kind: group.kind,
      source: group.source,
      ...(address === null ? {} : { address }),
      ...(description === null ? {} : { description }),
      ...(parent === null ? {} : { parent: { value: parent.id, display: parent.name } }),
      ...(group.kind === 'list' ? { effectiveMembers, outside, others, membersKnown } : {}),
    },
    meta: {
      resourceType: 'Group',
      created: group.createdAt.toISOString(),
      lastModified: group.updatedAt.toISOString(),
    },
  }
}
