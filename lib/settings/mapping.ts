import * as z from 'zod'
import { fieldPolicies, mappingTargets } from './choices'

export type FieldPolicy = (typeof fieldPolicies)[number]

const fault = (error: string) => ({ error })
/** What cannot be stored, or reorders what people read. */
const plain = (text: string) => !/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u.test(text)
const Text = z.string().max(256, fault('mapping-text-too-long')).refine(plain, fault('mapping-text-invalid'))

/** Binary values, which are no text, and values that are secrets: neither is ever asked for. */
const refused = new Set(
  `thumbnailPhoto jpegPhoto photo audio thumbnailLogo userCertificate userSMIMECertificate userPKCS12 cACertificate
  logonHours msExchSafeSendersHash msExchBlockedSendersHash mSMQDigests nTSecurityDescriptor msRTCSIP-UserRoutingGroupId
  userPassword unicodePwd unixUserPassword dBCSPwd lmPwdHistory ntPwdHistory supplementalCredentials
  ms-Mcs-AdmPwd msLAPS-Password msLAPS-EncryptedPassword msLAPS-EncryptedPasswordHistory msDS-ManagedPassword
  msFVE-RecoveryPassword msFVE-KeyPackage msPKI-AccountCredentials msPKI-DPAPIMasterKeys msTPM-OwnerInformation`
    .toLowerCase()
    .split(/\s+/),
)
/** Whether an attribute holds what no mapping gets: pictures, certificates, passwords. */
export const isRefusedAttribute = (name: string): boolean => refused.has(name.toLowerCase())

/** An attribute as LDAP writes it (RFC 4512 §2.5), without options. */
export const MappedAttribute = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/, fault('mapping-attribute-invalid'))
  .refine(name => !isRefusedAttribute(name), fault('mapping-attribute-refused'))

/** Where a value comes from: the first attribute of a list that has one, or an expression (see lib/sync/expression). */
export const FieldSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('attributes'),
    names: z
      .array(MappedAttribute)
      .min(1, fault('mapping-attribute-missing'))
      .max(8, fault('mapping-attributes-too-many')),
  }),
  z.object({
    kind: z.literal('expression'),
    text: z.string().min(1, fault('mapping-expression-missing')).max(2_000, fault('mapping-expression-too-long')),
  }),
])
export type FieldSource = z.infer<typeof FieldSource>

/** What is done to a value, in order, before it is stored. */
export const ValueModifier = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lower') }),
  z.object({ kind: z.literal('upper') }),
  /** Spaces, however many, become one. */
  z.object({ kind: z.literal('single-spaces') }),
  z.object({ kind: z.literal('replace'), find: Text.min(1, fault('mapping-find-missing')), replacement: Text }),
])
export type ValueModifier = z.infer<typeof ValueModifier>

/** When the directory has no value: the account keeps its own, loses it, gets a fixed one, or the person is a problem. */
export const IfEmpty = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('leave') }),
  z.object({ kind: z.literal('clear') }),
  z.object({ kind: z.literal('default'), value: Text.trim().min(1, fault('mapping-default-missing')) }),
  z.object({ kind: z.literal('skip-person') }),
])
export type IfEmpty = z.infer<typeof IfEmpty>

type Rule = { ifEmpty: IfEmpty; policy: FieldPolicy }
const clearsOnlyWhereTheDirectoryWins = ({ ifEmpty, policy }: Rule) =>
  ifEmpty.kind !== 'clear' || policy === 'directory-wins'
const contradiction = { ...fault('mapping-clears-against-policy'), path: ['ifEmpty'] }

const rule = {
  source: FieldSource,
  modifiers: z.array(ValueModifier).max(10, fault('mapping-modifiers-too-many')).default([]),
  ifEmpty: IfEmpty.default({ kind: 'leave' }),
  policy: z.enum(fieldPolicies).default('never-clear'),
}

export const FieldMapping = z.object(rule).refine(clearsOnlyWhereTheDirectoryWins, contradiction)
export type FieldMapping = z.infer<typeof FieldMapping>

/** A name that everybody has: without one nobody is added. */
const RequiredField = z
  .object({ ...rule, ifEmpty: IfEmpty.default({ kind: 'skip-person' }) })
  .refine(({ ifEmpty }) => ifEmpty.kind === 'skip-person', { ...fault('mapping-field-required'), path: ['ifEmpty'] })
  .refine(({ policy }) => policy !== 'not-managed', { ...fault('mapping-field-required'), path: ['policy'] })

/** The address is the identity: it follows the directory, and is never left behind. */
const AddressField = RequiredField.refine(({ policy }) => policy === 'never-clear' || policy === 'directory-wins', {
  ...fault('mapping-address-follows'),
  path: ['policy'],
})

/** The attribute `manager`, resolved by objectGUID: only how it is followed can be chosen. */
const ManagerField = z
  .object({
    ifEmpty: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('leave') }),
      z.object({ kind: z.literal('clear') }),
    ]),
    policy: z.enum(fieldPolicies),
  })
  .refine(clearsOnlyWhereTheDirectoryWins, contradiction)

/** Where a picture may stand; thumbnailPhoto is the one that Active Directory's own programs show. */
export const photoAttributes = ['thumbnailPhoto', 'jpegPhoto'] as const

/** The photo: which attribute it comes from, and how large it may be there, in kilobytes of 1,024 bytes. */
const PhotoSettings = z
  .object({
    names: z
      .array(z.enum(photoAttributes, fault('mapping-photo-attribute')))
      .min(1, fault('mapping-attribute-missing'))
      .refine(names => new Set(names).size === names.length, fault('mapping-photo-attribute'))
      .default([...photoAttributes]),
    largest: z
      .int(fault('mapping-photo-size'))
      .min(1, fault('mapping-photo-size'))
      .max(4_096, fault('mapping-photo-size'))
      .default(512),
    ifEmpty: z
      .discriminatedUnion('kind', [z.object({ kind: z.literal('leave') }), z.object({ kind: z.literal('clear') })])
      .default({ kind: 'leave' }),
    policy: z.enum(fieldPolicies).default('not-managed'),
  })
  .refine(clearsOnlyWhereTheDirectoryWins, contradiction)
export type PhotoSettings = z.infer<typeof PhotoSettings>

const from = (...names: string[]) => ({ source: { kind: 'attributes' as const, names } })

/** Where each field comes from when nobody says otherwise. */
const Fields = z.strictObject(
  {
    // Where no attribute has a value, the name is put together from givenName and sn.
    displayName: RequiredField.prefault(from('displayName', 'cn')),
    givenName: FieldMapping.prefault(from('givenName')),
    familyName: FieldMapping.prefault(from('sn')),
    email: AddressField.prefault(from('mail')),
    department: FieldMapping.prefault(from('department')),
    title: FieldMapping.prefault(from('title')),
    workPhone: FieldMapping.prefault(from('telephoneNumber')),
    mobilePhone: FieldMapping.prefault(from('mobile')),
    office: FieldMapping.prefault(from('physicalDeliveryOfficeName')),
    organization: FieldMapping.prefault(from('company')),
    employeeNumber: FieldMapping.prefault(from('employeeID')),
    manager: ManagerField.prefault({ ifEmpty: { kind: 'leave' }, policy: 'never-clear' }),
  },
  { error: issue => (issue.code === 'unrecognized_keys' ? 'mapping-target-unknown' : undefined) },
)

/** What a custom field cannot be called: it would be taken for what decides about access or identity. */
const reserved = new Set<string>([
  ...mappingTargets,
  ...['id', 'role', 'roles', 'active', 'suspended', 'password', 'source', 'schemas', 'meta', 'groups', 'externalId'],
  ...[
    'userName',
    'emails',
    'organizationId',
    'tenant',
    'connectorId',
    'breakGlass',
    'workPhoneE164',
    'mobilePhoneE164',
    'photo',
  ],
])
const CustomKey = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,31}$/, fault('mapping-custom-key-invalid'))
  .refine(key => !reserved.has(key), fault('mapping-custom-key-reserved'))

/** A field that the company adds to its accounts. */
export const CustomField = z
  .object({
    key: CustomKey,
    label: Text.trim().min(1, fault('mapping-label-missing')).max(60, fault('mapping-label-too-long')),
    type: z.literal('text').default('text'),
    ...rule,
  })
  .refine(clearsOnlyWhereTheDirectoryWins, contradiction)
export type CustomField = z.infer<typeof CustomField>

const unique = (fields: readonly { key: string }[]) => new Set(fields.map(({ key }) => key)).size === fields.length

/** How a person's values in the directory become those of the account. */
export const MappingSettings = z.object({
  fields: Fields.prefault({}),
  /** Nobody's is read unless somebody says so: pictures are most of what a directory would have to send. */
  photo: PhotoSettings.prefault({}),
  custom: z
    .array(CustomField)
    .max(50, fault('mapping-custom-too-many'))
    .refine(unique, fault('mapping-custom-key-twice'))
    .default([]),
  /** Whether telephone numbers get a twin in E.164, and the country (ISO 3166-1) of those written without one. */
  telephone: z
    .object({
      e164: z.boolean().default(false),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, fault('mapping-country-unknown'))
        .nullable()
        .default(null),
    })
    .prefault({}),
})
export type MappingSettings = z.infer<typeof MappingSettings>
