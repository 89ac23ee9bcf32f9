import type { ChangeValues, CustomName } from './change'

/** What a row of a plan can change of an account. */
export type ChangedField = keyof ChangeValues

const customPrefix = 'custom.'
export const isCustom = (name: string): name is CustomName => name.startsWith(customPrefix)
export const keyOfCustom = (name: CustomName): string => name.slice(customPrefix.length)
