/** A mail in plain text, to one person. */
export type Letter = { to: { name: string; address: string }; subject: string; text: string }
