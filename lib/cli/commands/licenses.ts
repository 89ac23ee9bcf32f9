import { recordAudit } from '@/lib/audit/record'
import { faultsOf } from '@/lib/connectors/faults'
import { License, minorDigits } from '@/lib/settings/license'
import { readLicense, type Seats, saveLicense, seatsOf } from '@/lib/store/licenses'
import { inOrganization } from '@/lib/store/organization'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused } from '../answer'
import type { Context } from '../context'

type Options = { seats?: string; price?: string; currency?: string; term?: string; renews?: string }

/**
 * `licenses [ORGANIZATION] [--seats N|unlimited] [--price AMOUNT --currency CODE] [--term monthly|annual] [--renews DATE]`:
 * what the billing side grants an organization. Without an option it says what is set and how many seats are taken.
 */
export async function licenses({ organizationId, actor }: Context, options: Options): Promise<Answer> {
  const { license, seats } = await inOrganization(organizationId, async tx => {
    const before = await readLicense(tx)
    const license = Object.keys(options).length === 0 ? before : changed(before, options)
    if (license !== before) {
      await saveLicense(tx, license)
      const target = { kind: 'organization', id: organizationId }
      await recordAudit(tx, { actor, event: 'license.changed', target, details: { before, after: license } })
    }
    return { license, seats: await seatsOf(tx) }
  })
  return { exit: 0, json: { ...license, ...seats }, lines: [sentence('licenses', argsOf(license, seats), 'cli')] }
}

/** @throws Refused with what is wrong about an option */
function changed(before: License, { seats, price, currency, term, renews }: Options): License {
  const code = currency?.toUpperCase() ?? before.currency
  const parsed = License.safeParse({
    seats: seats === undefined ? before.seats : seats === 'unlimited' ? null : wholeNumber(seats),
    pricePerSeat: price === undefined ? before.pricePerSeat : inMinorUnits(price, code),
    currency: code,
    billingTerm: term ?? before.billingTerm,
    renewsOn: renews ?? before.renewsOn,
  })
  if (!parsed.success) throw new Refused(faultsOf(parsed.error, 'license'))
  return parsed.data
}

const wholeNumber = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN)

/** An amount as people write it, "8" or "7.50", without a detour over fractions of two. */
function inMinorUnits(text: string, currency: string | null): number {
  const [, whole = '', fraction = ''] = text.match(/^(\d+)(?:\.(\d+))?$/) ?? []
  const digits = isCurrency(currency) ? minorDigits(currency) : 2
  return whole === '' || fraction.length > digits ? Number.NaN : Number(whole + fraction.padEnd(digits, '0'))
}

const isCurrency = (code: string | null): code is string => code !== null && /^[A-Z]{3}$/.test(code)

function argsOf({ pricePerSeat, currency, billingTerm, renewsOn }: License, { seats, used, left }: Seats) {
  const price =
    pricePerSeat === null || currency === null
      ? 'none'
      : `${(pricePerSeat / 10 ** minorDigits(currency)).toFixed(minorDigits(currency))} ${currency}`
  const granted = seats === null ? 'none' : String(seats)
  return { seats: granted, used, left: left ?? 0, price, term: billingTerm, renews: renewsOn ?? 'none' }
}
