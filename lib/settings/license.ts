import * as z from 'zod'
import type { SettingFault } from './connection'
import { LocalDate } from './schedule'

const fault = (code: SettingFault) => ({ error: code })

export const billingTerms = ['monthly', 'annual'] as const

/** What an organization may use and pays for it. The billing side says so; no administrator of the organization does. */
export const License = z
  .object({
    /** null = unlimited. */
    seats: z
      .int(fault('seats-invalid'))
      .min(0, fault('seats-invalid'))
      .max(100_000_000, fault('seats-invalid'))
      .nullable(),
    /** For one seat and month, in the currency's minor unit (ISO 4217). */
    pricePerSeat: z
      .int(fault('price-invalid'))
      .min(0, fault('price-invalid'))
      .max(100_000_000, fault('price-invalid'))
      .nullable(),
    currency: z
      .string()
      .refine(code => Intl.supportedValuesOf('currency').includes(code), fault('currency-invalid'))
      .nullable(),
    billingTerm: z.enum(billingTerms),
    renewsOn: LocalDate.nullable(),
  })
  .refine(({ pricePerSeat, currency }) => (pricePerSeat === null) === (currency === null), {
    ...fault('price-without-currency'),
    path: ['currency'],
  })
export type License = z.infer<typeof License>

/** Without a word from the billing side nothing is limited, and nothing is said about money. */
export const unlimited: License = {
  seats: null,
  pricePerSeat: null,
  currency: null,
  billingTerm: 'monthly',
  renewsOn: null,
}

/** How many digits follow the point in amounts of a currency (ISO 4217): 2 for EUR, 0 for JPY. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
