import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome } from '@/lib/outcome'
import { updateAdministratorLanguage } from '@/lib/store/administrators'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization, updateOrganizationLanguage } from '@/lib/store/organizations'
import type { Language } from '@/lib/words/language'
import type { Actor } from './actor'

/** Stores the language of mails to an administrator; everybody chooses for themselves. */
export function chooseOwnLanguage(organizationId: string, id: string, language: Language): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    await updateAdministratorLanguage(tx, id, language)
    await recordAudit(tx, {
      actor: { kind: 'administrator', id },
      event: 'administrator.language-chosen',
      target: { kind: 'administrator', id },
      details: { language },
    })
    return done(null)
  })
}

/** Stores the language of mails to the organization's people, and to others who are asked something. */
export function chooseLanguage(organizationId: string, actor: Actor, language: Language): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const before = (await readOrganization(tx))?.language
    await updateOrganizationLanguage(tx, language)
    await recordAudit(tx, {
      actor,
      event: 'organization.language-chosen',
      target: { kind: 'organization', id: organizationId },
      details: { before, after: language },
    })
    return done(null)
  })
}
