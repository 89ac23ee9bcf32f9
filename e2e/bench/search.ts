import { peopleAndUnitsFilter, peopleFilter } from '@/lib/directory/ldap/filters'
import { identityAttributes } from '@/lib/directory/person-attributes'
import { wantedAttributes } from '@/lib/runs/wanted-attributes'
import { settingsFor } from './settings'

const settings = settingsFor({ port: 636, ca: null, userId: 'cn=reader' })

/** What our import asks for under these settings, so that all ask for the same. */
export const attributes = [...identityAttributes, ...wantedAttributes(settings)]
export const filter = peopleAndUnitsFilter.toString()
/** For who takes people alone. */
export const onlyPeople = peopleFilter.toString()
