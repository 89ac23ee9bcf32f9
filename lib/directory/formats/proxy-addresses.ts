/**
 * The address a mailbox sends with: the one value of proxyAddresses whose type is written `SMTP:` in capital letters; the
 * others, `smtp:` in small ones, are only received with (MS-OXOABK). Other types, such as `X500:`, are no mail.
 * @returns null when there is none, or more than one: then the directory does not say
 */
export function primaryAddress(proxyAddresses: readonly string[]): string | null {
  const primary = proxyAddresses.filter(value => value.startsWith('SMTP:')).map(value => value.slice(5).trim())
  const [address] = primary
  return primary.length === 1 && address ? address : null
}
