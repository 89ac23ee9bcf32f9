import type { ExclusionSettings } from '@/lib/settings/exclusions'
import type { Because } from './change'

/**
 * The reason that was given for the incoming rule of this name; undefined = none was, or rules share the name and not the
 * reason, so that nobody can say which of them it was.
 */
export function reasonOfRule(
  { incoming }: Pick<ExclusionSettings, 'incoming'>,
  rule: string | null,
): string | undefined {
  // Almost nobody is excluded, and this is asked of everybody.
  if (rule === null) return undefined
  const [reason, ...others] = new Set(incoming.filter(({ name }) => name === rule).map(one => one.reason))
  return others.length === 0 ? reason : undefined
}

/** An exclusion as a sentence tells it: by its name, and by its reason. No reason that is given is as short as `no`. */
export const tellExclusion = (rule: string, reason: string | undefined): Because['args'] => ({
  rule,
  exclusionReason: reason ?? 'no',
})
