/** Who decides, with the name that others read. */
export type Administrator = { id: string; name: string }
