/** Controls and extensions that the sample understands (MS-ADTS 3.1.1.3.4.1). */
export const controls = {
  paging: '1.2.840.113556.1.4.319',
  showDeleted: '1.2.840.113556.1.4.417',
  showRecycled: '1.2.840.113556.1.4.2064',
  domainScope: '1.2.840.113556.1.4.1339',
  dirSync: '1.2.840.113556.1.4.841',
} as const

export const extensions = {
  startTls: '1.3.6.1.4.1.1466.20037',
  whoAmI: '1.3.6.1.4.1.4203.1.11.3',
  disconnection: '1.3.6.1.4.1.1466.20036',
} as const

/** MS-ADTS 3.1.1.3.4.6: the default query policy's limits that the sample keeps. */
export const limits = { pageSize: 1_000, resultSets: 10, valueRange: 1_500, messageBytes: 10 * 1024 * 1024 } as const
