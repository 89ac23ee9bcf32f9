/**
 * A whole number as people type it: `1204`, `1,204`, `1.204`, `1 204`, and digits of other scripts. Separators are only
 * accepted where they group three digits, so that `12,04` is nobody's confirmation. null = not a number.
 */
export function typedNumber(text: string): number | null {
  const plain = Array.from(text.trim(), digit).join('')
  return /^(\d+|\d{1,3}([,.\s]\d{3})+)$/.test(plain) ? Number(plain.replace(/\D/g, '')) : null
}

const zeros = [0x0660, 0x06f0, 0x0966, 0x09e6, 0xff10]

function digit(character: string): string {
  const point = character.codePointAt(0) ?? 0
  const zero = zeros.find(start => point >= start && point < start + 10)
  return zero === undefined ? character : String(point - zero)
}
