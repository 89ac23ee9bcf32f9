import type { Problem } from '@/lib/sync/change'

/** Pixels of a side of what is stored. */
const side = 256
/** Millions of pixels a photo may have: so few bytes can become so much memory. */
const mostMegapixels = 25
const longestSeconds = 5

/** Photos that a browser shows; nothing in them is ever followed or run, as it would be in an SVG. */
const formats = ['jpeg', 'png', 'gif', 'webp'] as const
type Format = (typeof formats)[number]

export type MadePicture = { picture: Buffer } | { problem: Problem }

/**
 * Makes a square WebP of at most 256 × 256 pixels of a photo, upright and without metadata. Whatever the bytes are, the
 * answer is a picture or a problem. @throws Error where this machine has no program for pictures
 */
export async function makePicture(photo: Buffer): Promise<MadePicture> {
  const format = formatOf(photo)
  if (format === null) return notAnImage
  const { default: sharp } = await import('sharp')
  try {
    const open = () => sharp(photo, { failOn: 'error', limitInputPixels: mostMegapixels * 1_000_000, pages: 1 })
    const { width, height, format: found } = await sharp(photo, { limitInputPixels: false }).metadata()
    if (found !== format) return notAnImage
    if (width * height > mostMegapixels * 1_000_000)
      return { problem: { code: 'photo-too-many-pixels', args: { most: mostMegapixels } } }
    const length = Math.min(side, width, height)
    const picture = await open()
      .autoOrient()
      .resize(length, length, { fit: 'cover' })
      .timeout({ seconds: longestSeconds })
      .webp({ quality: 82 })
      .toBuffer()
    return { picture }
  } catch {
    // The library tells of broken bytes in many ways, and none of them is about anything but these bytes.
    return notAnImage
  }
}

const notAnImage: MadePicture = { problem: { code: 'photo-not-an-image', args: {} } }

/** By the bytes a file begins with, so that nothing else is ever handed to a decoder. */
function formatOf(photo: Buffer): Format | null {
  const begins = (text: string, at = 0) => photo.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'))
  if (begins('\xff\xd8\xff')) return 'jpeg'
  if (begins('\x89PNG\r\n\x1a\n')) return 'png'
  if (begins('GIF87a') || begins('GIF89a')) return 'gif'
  return begins('RIFF') && begins('WEBP', 8) ? 'webp' : null
}
