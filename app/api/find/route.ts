import { queryOf } from '@/app/lists/list-address'
import { adminRoute } from '@/lib/access/doors'
import { listConnectors } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { pageOfPeople } from '@/lib/store/people-list'

/** Something to go to, by its name; `detail` tells it from others of the same name. */
export type Found = { href: string; name: string; detail: string | null }
export type FoundThings = { connectors: Found[]; people: Found[] }

const peopleShown = 6

/** Connectors and people whose names hold a text; people from two characters on. */
export const GET = adminRoute('enrollment.read', async (request, { organizationId }) => {
  const query = (new URL(request.url).searchParams.get('q') ?? '').trim().slice(0, 200)
  const wanted = query.toLowerCase()
  return Response.json(
    await inOrganization(organizationId, async (tx): Promise<FoundThings> => {
      const connectors = (await listConnectors(tx)).filter(({ name }) => name.toLowerCase().includes(wanted))
      const people = query.length < 2 ? [] : (await pageOfPeople(tx, { query }, 'name', { limit: peopleShown })).rows
      return {
        connectors: connectors.map(({ id, name }) => ({
          href: `/directory-sync/connectors/${id}`,
          name,
          detail: null,
        })),
        people: people.map(({ account: { attributes } }) => ({
          href: `/users/managed${queryOf({ q: attributes.email ?? attributes.displayName ?? '' })}`,
          name: attributes.displayName ?? '',
          detail: attributes.email ?? null,
        })),
      }
    }),
  )
})
