import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** What Debian's packages ask before they start a service (invoke-rc.d(8)); 101 is no. */
const POLICY = '/usr/sbin/policy-rc.d'
const OURS = '#!/bin/sh\n# Placed by the tests of Enrollment while they install packages.\nexit 101\n'

/**
 * Does something during which no package starts its services. A policy that was there before is back afterwards, also one
 * that an earlier, killed run had put aside.
 * @template T
 * @param {() => T} work
 * @param {string} policy
 * @returns {T}
 */
export function withoutServices(work, policy = POLICY) {
  const aside = `${policy}.put-aside`
  const others = existsSync(policy) && readFileSync(policy, 'utf8') !== OURS
  if (others) renameSync(policy, aside)
  writeFileSync(policy, OURS, { mode: 0o755 })
  try {
    return work()
  } finally {
    if (existsSync(aside)) renameSync(aside, policy)
    else rmSync(policy, { force: true })
  }
}
