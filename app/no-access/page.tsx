import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { lackingText, roleName } from '@/app/rights/lacking'
import { Doorway } from '@/app/ui/doorway'
import { List } from '@/app/ui/list'
import { SignOutButton } from '@/app/ui/sign-out-button'
import { type Admin, currentAdmin, may } from '@/lib/access/admin'
import { askedLanguage } from '@/lib/access/asked-language'
import { Permission } from '@/lib/access/permissions'
import { basePath } from '@/lib/launch/base-path'
import { listWithRoles } from '@/lib/store/administrators'
import { inOrganization } from '@/lib/store/organization'
import styles from './no-access.module.css'

export const generateMetadata = titled('noAccess.title')

type Props = { searchParams: Promise<{ needs?: string }> }

/** Who is signed in, what they lack for the page they asked for, who can give it, and the ways on. */
export default async function NoAccessPage({ searchParams }: Props) {
  await askedLanguage()
  const admin = await currentAdmin()
  const needs = Permission.safeParse((await searchParams).needs).data
  return (
    <Doorway title={say('noAccess.title')} {...(admin ? { lead: say('noAccess.who', nameOf(admin)) } : {})}>
      {admin ? <Missing admin={admin} needs={needs} /> : null}
      <div className={styles.ways}>
        <a href={`${basePath()}/directory-sync`} className="plain-button">
          {say('noAccess.back')}
        </a>
        <Words of={['account.signOut']}>
          <SignOutButton />
        </Words>
      </div>
    </Doorway>
  )
}

const nameOf = ({ displayName: name, email }: Admin) => ({ name, email })

async function Missing({ admin, needs }: { admin: Admin; needs: Permission | undefined }) {
  const owners = await inOrganization(admin.organizationId, tx => listWithRoles(tx, ['primary-master-admin']))
  const lacks = needs !== undefined && !may(admin, needs)
  return (
    <>
      <p className={styles.text}>
        {lacks ? lackingText(admin.role, needs, []) : say('noAccess.text', { role: roleName(admin.role) })}
      </p>
      {owners.length > 0 ? (
        <div className={styles.text}>
          <h2>{say('noAccess.askWhom')}</h2>
          <List plain>
            {owners.map(({ id, name, email }) => (
              <li key={id}>
                {name}, <a href={`mailto:${email}`}>{email}</a>
              </li>
            ))}
          </List>
        </div>
      ) : null}
    </>
  )
}
