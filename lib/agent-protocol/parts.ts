import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'

/** The most that one part may have, in bytes, as it travels and as it is read. */
export const mostCompressed = 1024 * 1024
export const mostPlain = 8 * 1024 * 1024
const firstTry = 4 * 1024 * 1024

/** A numbered piece of an upload. */
export type Part = {
  /** From 1, without a gap. */
  number: number
  compressed: Buffer
  /** Length before compression. */
  plainBytes: number
  /** SHA-256 of the compressed bytes, in hex. */
  hash: string
}

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
/** Packed and unpacked in one piece where that can be: each piece is a way to another thread and back, and is copied. */
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: mostCompressed / 2 }
const unpackedSize = (compressed: Uint8Array) => Math.min(mostPlain, Math.max(64 * 1024, compressed.length * 16))

export const partHash = (compressed: Uint8Array): string => hash('sha256', compressed, 'hex')

/** @returns null for what is damaged, and for what would be more than a part may have: no more than that is ever unpacked */
export async function unpackPart(compressed: Uint8Array): Promise<Buffer | null> {
  if (compressed.length > mostCompressed) return null
  return decompress(compressed, {
    maxOutputLength: mostPlain,
    chunkSize: unpackedSize(compressed),
  }).catch(() => null)
}

/** One hash for all parts: of the hash before and the part's own. An upload's seal names the last. */
export const chainHash = (before: string, partHashed: string): string => hash('sha256', `${before}${partHashed}`, 'hex')
export const chainStart = ''

/**
 * Cuts a stream of pieces into parts. A part is given away before the next one is gathered, and a piece is copied before the
 * next one is asked for: whoever makes them may use their memory again.
 * @param most bytes of a part before compression; what does not compress well enough is cut shorter
 */
export async function* cutIntoParts(pieces: AsyncIterable<Buffer[]>, most = firstTry): AsyncGenerator<Part> {
  const gathered = Buffer.allocUnsafeSlow(most)
  let length = 0
  let number = 0
  for await (const piece of pieces)
    for (const bytes of piece)
      for (let at = 0; at < bytes.length; ) {
        const copied = bytes.copy(gathered, length, at)
        at += copied
        length += copied
        if (length < most) continue
        const part = await packPart(gathered, ++number)
        gathered.copyWithin(0, part.plainBytes)
        length -= part.plainBytes
        yield part
      }
  while (length > 0) {
    const part = await packPart(gathered.subarray(0, length), ++number)
    gathered.copyWithin(0, part.plainBytes, length)
    length -= part.plainBytes
    yield part
  }
}

/** As much of the beginning as fits into a part. */
async function packPart(bytes: Buffer, number: number): Promise<Part> {
  for (let { length } = bytes; ; length = Math.ceil(length / 2)) {
    const compressed = await compress(bytes.subarray(0, length), fast)
    if (compressed.length <= mostCompressed)
      return { number, compressed, plainBytes: length, hash: partHash(compressed) }
  }
}
