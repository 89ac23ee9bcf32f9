import { peopleAndUnitsFilter, peopleFilter } from '@/lib/directory/ldap/filters'
import { identityAttributes, requiredAttributes } from '@/lib/directory/person-attributes'

/** What our reader asks for, so that all ask for the same. */
export const attributes = [...identityAttributes, ...requiredAttributes]
export const filter = peopleAndUnitsFilter.toString()
/** For who takes people alone. */
export const onlyPeople = peopleFilter.toString()
