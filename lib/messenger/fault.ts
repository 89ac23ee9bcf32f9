/** What can be wrong with the other Messenger as a whole: everything waits. */
const messengerFaults = [
  'scim-address-refused',
  'scim-unreachable',
  'scim-token-refused',
  'scim-rate-limited',
  'scim-server-error',
  'scim-not-scim',
  'scim-answer-too-large',
  'scim-redirected',
] as const
/** What can be wrong with one object: it fails alone. */
const objectFaults = [
  'scim-forbidden',
  'scim-gone',
  'scim-changed-meanwhile',
  'scim-taken',
  'scim-refused',
  'scim-not-supported',
  'scim-id-missing',
  'scim-found-twice',
  'scim-no-address',
] as const
/** Why a listing is not proved complete. */
const listingFaults = [
  'scim-total-disagrees',
  'scim-page-repeated',
  'scim-list-malformed',
  'scim-too-many-gone',
] as const

export const messengerFaultCodes = [...messengerFaults, ...objectFaults, ...listingFaults] as const
export type MessengerFaultCode = (typeof messengerFaultCodes)[number]

/** Something the other Messenger did, or did not do, kept a request from its purpose. */
export class MessengerFault extends Error {
  override name = 'MessengerFault'
  constructor(
    readonly code: MessengerFaultCode,
    /** What it said itself, shortened: input, never to be trusted as markup. */
    readonly detail: string | null = null,
    /** When it wants to be asked again. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail === null ? code : `${code}: ${detail}`)
  }
  /** True when the next request would meet the same. */
  get concernsEverything(): boolean {
    return (messengerFaults as readonly string[]).includes(this.code)
  }
}
