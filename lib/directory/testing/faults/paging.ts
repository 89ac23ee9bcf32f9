import type { TLSSocket } from 'node:tls'
import { honestPage } from '../honest-answer'
import { always, type Fault, listings } from './fault'

/** A page without entries and with a cookie, as Active Directory gives it when a page's time is used up (RFC 2696 §3). */
export const emptyPageWithCookie = (): Fault =>
  always('empty page with a cookie', listings, 'complete', ({ search, answer }) =>
    answer.done({ cookie: search.paging?.cookie || '0' }),
  )

/** A page that is shorter than was asked for, with a cookie: the time for it was used up. */
export const shortPageWithCookie = (): Fault => ({
  name: 'short page with a cookie',
  at: listings,
  comesTo: 'complete',
  meet({ answer, page, script }) {
    const [first, next] = page.objects
    if (!first || !next) return false
    answer.entry(first)
    answer.done({ cookie: String(script.world.indexOf(next)) })
    return true
  },
})

/** Entries and success, and no paging control in the answer: nothing says whether there is more. */
export const pageWithoutControl = (): Fault =>
  always('page without the paging control', listings, 'incomplete', ({ answer, page }) => {
    for (const object of page.objects) answer.entry(object)
    answer.done({})
  })

/** The empty cookie of the end, although there is more. */
export const earlyEnd = (): Fault => ({
  name: 'end before the end',
  at: ['first-listing', 'second-listing'],
  comesTo: 'incomplete',
  isLie: true,
  meet({ answer, page }) {
    if (page.cookie === '') return false
    for (const object of page.objects) answer.entry(object)
    answer.done({ cookie: '' })
    return true
  },
})

/** A cookie that leads back to the first page: everything is listed twice. */
export const startsAgain = (): Fault =>
  always('listing that starts again', listings, 'complete', ({ answer, page }) => {
    for (const object of page.objects) answer.entry(object)
    answer.done({ cookie: '0' })
  })

/** A cookie that passes over an entry. */
export const skippedPage = (): Fault => ({
  name: 'page passed over',
  at: ['first-listing', 'second-listing'],
  comesTo: 'incomplete',
  isLie: true,
  meet({ search, answer, page, script }) {
    if (page.cookie === '') return false
    const next = { ...search, paging: { size: 1, cookie: page.cookie, critical: true } }
    const skipped = honestPage(next, { ...script, pages: [1] })
    for (const object of page.objects) answer.entry(object)
    answer.done({ cookie: skipped.cookie })
    return true
  },
})

/** Cookies that mean nothing but on the connection for which they were given (MS-ADTS 3.1.1.3.4.1.1). */
export const cookieBoundToSocket = (): Fault => ({
  name: 'cookie bound to its connection',
  at: ['first-listing'],
  comesTo: 'complete',
  meet({ search: { paging }, script, fromNowOn }) {
    if (paging?.cookie !== '') return false
    const given = new WeakMap<TLSSocket, Set<string>>()
    fromNowOn((search, answer) => {
      if (!search.paging) return answer.usual()
      const mine = given.get(answer.socket) ?? new Set([''])
      given.set(answer.socket, mine)
      if (!mine.has(search.paging.cookie)) return answer.done({ code: 12, text: 'unknown cookie' })
      mine.add(honestPage(search, script).cookie)
      answer.usual()
    })
    return true
  },
})
