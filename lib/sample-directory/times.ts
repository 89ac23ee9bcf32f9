/** Generalized time as Active Directory writes it: whole seconds, `20260101120000.0Z` (MS-ADTS 3.1.1.2.2.2.2). */
export const generalizedTime = (milliseconds: number): string =>
  `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:T]/g, '')}.0Z`
