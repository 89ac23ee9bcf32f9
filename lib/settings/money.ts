import { minorDigits } from './license'

/** An amount in minor units as people read it: "$96.00". */
export const money = (amount: number, currency: string): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amount / 10 ** minorDigits(currency))
