import { env } from '@/lib/env'

/** Where the module lives below its origin: '' or '/enrollment', without a slash at the end. */
export const basePath = (): string => env().ENROLLMENT_BASE_PATH.replace(/\/+$/, '')
