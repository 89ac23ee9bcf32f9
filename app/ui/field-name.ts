import { say } from '@/app/messages/say'
import { type ChangedField, isCustom, keyOfCustom } from '@/lib/sync/changed-field'

/** What a field of an account is called on the screens; one that the company added is called by its key. */
export const fieldName = (field: ChangedField): string => (isCustom(field) ? keyOfCustom(field) : say(`field.${field}`))
