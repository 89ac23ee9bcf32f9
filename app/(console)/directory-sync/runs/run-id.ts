import * as z from 'zod'

/** Whether an address names a run at all. */
export const isRunId = (text: string): boolean => z.uuid().safeParse(text).success
