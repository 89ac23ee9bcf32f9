import * as z from 'zod'

/**
 * The code of every way in which a typed value can be wrong. The sentence for each stands in `lib/words/en/settings.json`.
 */
export const settingFaults = [
  'name-missing',
  'name-too-long',
  'host-missing',
  'host-has-scheme',
  'host-has-port',
  'host-has-space',
  'host-ipv6-without-brackets',
  'host-invalid',
  'hosts-too-many',
  'port-invalid',
  'security-unsupported',
  'certificate-too-large',
  'certificate-unreadable',
  'certificate-holds-private-key',
  'certificate-is-leaf',
  'certificate-expired',
  'pin-invalid',
  'pins-too-many',
  'base-dn-invalid',
  'user-id-missing',
  'user-id-too-long',
  'password-missing',
  'password-blank',
  'password-too-long',
  'organizational-units-empty',
  'organizational-units-nobody',
  'organizational-unit-invalid',
  'organizational-unit-new-units-excluded',
  'distribution-lists-empty',
  'distribution-lists-too-many',
  'exclusion-name-missing',
  'exclusion-name-too-long',
  'exclusion-field-invalid',
  'exclusion-value-missing',
  'exclusion-value-too-long',
  'exclusion-values-too-many',
  'exclusion-one-value',
  'exclusions-too-many',
  'mapping-text-too-long',
  'mapping-text-invalid',
  'mapping-attribute-invalid',
  'mapping-attribute-refused',
  'mapping-attribute-missing',
  'mapping-attributes-too-many',
  'mapping-expression-missing',
  'mapping-expression-too-long',
  'mapping-find-missing',
  'mapping-default-missing',
  'mapping-clears-against-policy',
  'mapping-modifiers-too-many',
  'mapping-field-required',
  'mapping-address-follows',
  'mapping-target-unknown',
  'mapping-custom-key-invalid',
  'mapping-custom-key-reserved',
  'mapping-label-missing',
  'mapping-label-too-long',
  'mapping-custom-too-many',
  'mapping-custom-key-twice',
  'mapping-country-unknown',
  'leaving-grace-days',
  'safety-percent',
  'safety-people',
  'webhook-url-invalid',
  'webhook-secret-short',
  'seats-invalid',
  'price-invalid',
  'currency-invalid',
  'price-without-currency',
] as const
export type SettingFault = (typeof settingFaults)[number]

const fault = (code: SettingFault) => ({ error: code })

/** A host of a directory server: a DNS name, an IPv4 address, or an IPv6 address in brackets; never a URL. */
export const Host = z
  .string()
  .trim()
  .superRefine((host, context) => {
    const code = hostFault(host)
    if (code) context.addIssue({ code: 'custom', message: code })
  })

/** What is wrong with a host as typed, or null. */
export function hostFault(host: string): SettingFault | null {
  if (host === '') return 'host-missing'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host)) return 'host-has-scheme'
  if (/\s/.test(host)) return 'host-has-space'
  if (/^\[[0-9a-f:.]+(%[\w.-]+)?\]$/i.test(host)) return null
  if (/^\[.*\]:\d+$/.test(host) || /^[^:]+:\d*$/.test(host)) return 'host-has-port'
  if ((host.match(/:/g)?.length ?? 0) >= 2) return 'host-ipv6-without-brackets'
  const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i
  if (
    host.length > 253 ||
    !host
      .replace(/\.$/, '')
      .split('.')
      .every(part => label.test(part))
  )
    return 'host-invalid'
  return null
}

/** How to reach the directory, without the password. `hosts` are tried in order. */
export const ConnectionSettings = z.object({
  hosts: z
    .array(
      z.object({
        host: Host,
        port: z.int(fault('port-invalid')).min(1, fault('port-invalid')).max(65535, fault('port-invalid')),
      }),
    )
    .min(1, fault('host-missing'))
    .max(5, fault('hosts-too-many')),
  /** LDAPS from the first byte, or StartTLS before anything is said; there is no third way. */
  security: z.enum(['ldaps', 'starttls'], fault('security-unsupported')),
  /** PEM of the company's own authority; null = the public authorities. Checked with `readAuthority` in lib/directory. */
  ca: z.string().max(65_536, fault('certificate-too-large')).nullable(),
  /**
   * SHA-256 of the public keys (SubjectPublicKeyInfo, base64; RFC 7469 §2.4) that the server may have. When there are any,
   * they take the place of authority and name: only a server that holds one of these keys is spoken to.
   */
  pins: z
    .array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, fault('pin-invalid')))
    .max(5, fault('pins-too-many'))
    .optional(),
  /** null = the directory's default naming context. */
  baseDn: z.string().trim().max(1024, fault('base-dn-invalid')).nullable(),
  userId: z.string().trim().min(1, fault('user-id-missing')).max(1024, fault('user-id-too-long')),
})
export type ConnectionSettings = z.infer<typeof ConnectionSettings>

/** A bind password. RFC 4513 §5.1.2: a simple bind with an empty password is anonymous, so it never leaves this door. */
export const Password = z
  .string()
  .min(1, fault('password-missing'))
  .max(256, fault('password-too-long'))
  .refine(value => value.trim() !== '', fault('password-blank'))
