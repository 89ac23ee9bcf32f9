import { linkToken } from '@/lib/vault/signed-link'
import { linkTo } from './link-to'

/** Where the person answers who is asked to become managed. The request's own state says whether it may be used still. */
export const requestLink = (organizationId: string, requestId: string): string =>
  linkTo(`/management-request?token=${linkToken('management-request', organizationId, requestId)}`)
