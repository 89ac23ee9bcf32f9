import { baseDn } from '../world'
import { always, anySearch, type Fault, listings, type Meeting } from './fault'

const someEntries = ({ answer, page }: Meeting, count: number) => {
  for (const object of page.objects.slice(0, count)) answer.entry(object)
}

/** A result code other than success after so many entries (RFC 4511 §4.1.9), with the empty cookie of an end. */
export const resultCode = (code: number, after = 1): Fault =>
  always(`result code ${code}`, anySearch, 'incomplete', meeting => {
    someEntries(meeting, after)
    meeting.answer.done({ code, cookie: '', referral: code === 10 ? 'ldap://other.example/DC=other' : undefined })
  })

/** timeLimitExceeded after some entries of a page, with a cookie to go on, which nobody may believe. */
export const timeLimitPerPage = (): Fault =>
  always('time limit within a page', listings, 'incomplete', meeting => {
    someEntries(meeting, 1)
    meeting.answer.done({ code: 3, cookie: meeting.page.cookie || '0' })
  })

/** Active Directory's way of saying that nobody is signed in any more. */
export const notSignedIn = (): Fault =>
  always('operations error: not signed in', anySearch, 'incomplete', ({ answer }) =>
    answer.done({
      code: 1,
      text: '000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, v4563',
      cookie: '',
    }),
  )

/** From here on the connection is anonymous: every search succeeds and finds nothing. */
export const lostBind = (): Fault =>
  always('sign-in lost, success without entries', [...listings, 'piece'], 'incomplete', ({ fromNowOn }) =>
    fromNowOn((_, answer) => answer.done({ cookie: '' })),
  )

/** A continuation reference to a child domain, whose people nobody reads. */
export const childDomain = (): Fault =>
  always('reference to a child domain', listings, 'incomplete', ({ listed, answer }) => {
    const [root] = listed
    answer.reference(`ldap://child.lab.example/${encodeURIComponent(`DC=child,${root?.dn ?? baseDn}`)}`)
    answer.usual()
  })

/** A continuation reference to a place that holds no people. */
export const otherPartition = (): Fault =>
  always('reference to another partition', listings, 'complete', ({ answer }) => {
    answer.reference(`ldap://ForestDnsZones.lab.example/DC=ForestDnsZones,${baseDn}`)
    answer.usual()
  })
