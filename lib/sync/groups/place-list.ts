/** What decides whether a group of the directory is a distribution list; values as text, as the directory writes them. */
export type ListTraits = {
  /** Bits (MS-ADTS 2.2.12) in a signed number: security groups are negative. */
  groupType: string | null
  mail: string | null
  isCriticalSystemObject: string | null
}

/**
 * Groups made for mail: distribution groups, and others that have an address. Active Directory's own groups are never
 * among them.
 */
export function isDistributionList({ groupType, mail, isCriticalSystemObject }: ListTraits): boolean {
  if (isCriticalSystemObject?.toUpperCase() === 'TRUE') return false
  return mail !== null || !groupType?.startsWith('-')
}
