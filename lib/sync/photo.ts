import type { Problem } from './change'

/** The photo that the directory has of somebody: by its hash (null = to be taken away), or why it cannot be used. */
export type PhotoFact = { hash: string | null } | { problem: Problem }

/** What is wrong with the photo, which keeps nobody out. */
export const photoProblems = (photo: PhotoFact | null): Problem[] =>
  photo !== null && 'problem' in photo ? [photo.problem] : []
