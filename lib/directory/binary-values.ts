import { anchorFromBytes } from './anchor'
import { sidText } from './formats/security-identifier'

/** Attributes whose values are bytes with a text form of their own, by their name in lower case. */
const readers: Record<string, (bytes: Uint8Array) => string> = {
  objectguid: anchorFromBytes,
  parentguid: anchorFromBytes,
  invocationid: anchorFromBytes,
  'ms-ds-consistencyguid': anchorFromBytes,
  msexchmailboxguid: anchorFromBytes,
  objectsid: sidText,
  sidhistory: sidText,
  tokengroups: sidText,
  thumbnailphoto: base64,
  jpegphoto: base64,
}

/** Pictures, by the same names. */
const pictures = ['thumbnailphoto', 'jpegphoto']
/** Whether an attribute's values are large, so that only a few people are asked for theirs at once. */
export const isPicture = (attribute: string): boolean => pictures.includes(attribute.toLowerCase())

/** Every other attribute is text: whether its bytes happen to be UTF-8 never decides what a value is. */
export const binaryAttributes: ReadonlySet<string> = new Set(Object.keys(readers))

/** The text form of such a value; null when the bytes are not what the attribute holds. */
export function textOfBytes(attribute: string, bytes: Uint8Array): string | null {
  try {
    return readers[attribute]?.(bytes) ?? null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
