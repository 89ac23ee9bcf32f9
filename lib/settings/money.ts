import { minorDigits } from './license'

/** An amount in minor units as people read it: "$96.00"; `locale` is a language tag of BCP 47. */
export const money = (amount: number, currency: string, locale = 'en-US'): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount / 10 ** minorDigits(currency))
