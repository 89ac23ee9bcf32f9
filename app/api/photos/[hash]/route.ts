import { adminRoute } from '@/lib/access/doors'
import { inOrganization } from '@/lib/store/organization'
import { readPicture } from '@/lib/store/photos'

/** Under one hash there is always the same picture. */
const forGood = 'private, max-age=31536000, immutable'

/** A photo of somebody of this organization, as Messenger shows it. */
export const GET = adminRoute<{ hash: string }>('enrollment.read', async (_request, admin, { hash }) => {
  const picture = /^[0-9a-f]{64}$/.test(hash)
    ? await inOrganization(admin.organizationId, tx => readPicture(tx, hash))
    : null
  if (picture === null) return Response.json({ code: 'photo-unknown' }, { status: 404 })
  return new Response(new Uint8Array(picture), {
    headers: { 'content-type': 'image/webp', 'cache-control': forGood, 'x-content-type-options': 'nosniff' },
  })
})
