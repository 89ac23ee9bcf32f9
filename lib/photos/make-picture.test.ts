import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { makePicture } from './make-picture'

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } })

async function pictureOf(photo: Buffer): Promise<Buffer> {
  const made = await makePicture(photo)
  if ('problem' in made) throw new Error(made.problem.code)
  return made.picture
}
const problemOf = async (photo: Buffer) => {
  const made = await makePicture(photo)
  return 'problem' in made ? made.problem.code : 'a picture'
}

/** The head of a PNG that says how large it is, and bytes that come to nothing. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6], 8)
  const begin = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const body = deflateSync(Buffer.alloc(1_000_000))
  return Buffer.concat([begin, chunk('IHDR', head), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))])
}

test('a photo becomes a small upright square without anything else in it', async () => {
  const photo = await plain(600, 400)
    .withExif({ IFD0: { Copyright: 'Somebody', Software: 'Secret place' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const picture = await pictureOf(photo)
  const { format, width, height, exif, orientation } = await sharp(picture).metadata()
  expect({ format, width, height, exif, orientation }).toEqual({
    ...{ format: 'webp', width: 256, height: 256, exif: undefined, orientation: undefined },
  })
})

test('the same photo is always the same picture, and a small one is not blown up', async () => {
  const photo = await plain(40, 90).png().toBuffer()
  const [first, second] = [await pictureOf(photo), await pictureOf(photo)]
  expect(first.equals(second)).toBe(true)
  expect(await sharp(first).metadata()).toMatchObject({ width: 40, height: 40 })
})

test.each(['png', 'gif', 'webp', 'jpeg'] as const)('a %s is taken', async format =>
  expect(await problemOf(await plain(30, 30).toFormat(format).toBuffer())).toBe('a picture'),
)

describe('what is refused', () => {
  test('few bytes that would become gigabytes, before they do', async () => {
    const before = process.memoryUsage().rss
    expect(await problemOf(bomb(60_000, 60_000))).toBe('photo-too-many-pixels')
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('a photo')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['a bitmap that says it is another', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('BM')])],
  ])('%s', async (_, photo) => expect(await problemOf(photo)).toBe('photo-not-an-image'))
  test('one that ends too early', async () => {
    const photo = await plain(300, 300).jpeg().toBuffer()
    expect(await problemOf(photo.subarray(0, photo.length / 2))).toBe('photo-not-an-image')
  })
  test('whatever bytes come, the answer is a picture or a problem', async () => {
    const heads = ['ffd8ffe0', '89504e470d0a1a0a', '474946383961', '5249464600010000574542505650'].map(hex =>
      Buffer.from(hex, 'hex'),
    )
    const property = fc.asyncProperty(
      fc.constantFrom(...heads),
      fc.uint8Array({ maxLength: 300 }),
      async (head, rest) => {
        expect(Object.keys(await makePicture(Buffer.concat([head, rest])))).toHaveLength(1)
      },
    )
    await fc.assert(property, { numRuns: 60 * env().ENROLLMENT_TEST_RUNS })
  })
})
