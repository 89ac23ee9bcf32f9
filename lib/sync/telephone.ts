import { type CountryCode, getCountries, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Whether numbers of this country (ISO 3166-1, two letters) can be understood. */
export const isKnownCountry = (country: string): country is CountryCode => isSupportedCountry(country)

/** Every country whose numbers can be understood (ISO 3166-1). */
export const countries = (): string[] => getCountries()

/**
 * The number in E.164 (ITU-T), or null when the text is not one valid number and nothing else. A number with an extension
 * has none: E.164 cannot say where it rings.
 * @param country of numbers written without one; null = only numbers with their country are understood
 */
export function toE164(text: string, country: string | null): string | null {
  const options = country !== null && isKnownCountry(country) ? { defaultCountry: country } : {}
  const parsed = parsePhoneNumberFromString(text, { ...options, extract: false })
  return parsed?.isValid() && parsed.ext === undefined ? parsed.number : null
}
