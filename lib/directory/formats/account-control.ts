/** Bits of userAccountControl (MS-ADTS 2.2.16). */
const bits = {
  disabled: 0x2n,
  /** Of a trust with another domain: nobody signs in with it. */
  trust: 0x800n,
  /** Of a computer, of a domain controller, or of services that a group of computers runs (a gMSA). */
  workstation: 0x1000n,
  server: 0x2000n,
  passwordNeverExpires: 0x10000n,
} as const

/** Bits that only msDS-User-Account-Control-Computed tells; userAccountControl never has them (MS-ADTS 3.1.1.4.5.17). */
const computedBits = { locked: 0x10n, passwordExpired: 0x800000n } as const

export type AccountControl = {
  [flag in keyof typeof bits]: boolean
} & {
  /** Null where the computed attribute was not read, or is no number. */
  [flag in keyof typeof computedBits]: boolean | null
}

/**
 * What an account's control values say. Both attributes are 32 bits in decimal text, negative where the highest is set.
 * @returns null when userAccountControl is missing or no number: then nothing is known, least of all that it is enabled
 */
export function readAccountControl(
  userAccountControl: string | null,
  computed: string | null = null,
): AccountControl | null {
  const control = numberOf(userAccountControl)
  if (control === null) return null
  const state = numberOf(computed)
  const has = (bit: bigint) => (control & bit) !== 0n
  const isComputed = (bit: bigint) => (state === null ? null : (state & bit) !== 0n)
  return {
    disabled: has(bits.disabled),
    trust: has(bits.trust),
    workstation: has(bits.workstation),
    server: has(bits.server),
    passwordNeverExpires: has(bits.passwordNeverExpires),
    locked: isComputed(computedBits.locked),
    passwordExpired: isComputed(computedBits.passwordExpired),
  }
}

const numberOf = (text: string | null): bigint | null =>
  text !== null && /^-?\d{1,10}$/.test(text) ? BigInt(text) : null
