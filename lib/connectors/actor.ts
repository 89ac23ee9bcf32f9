/** Who asked: a signed-in administrator, or whoever runs the command line beside the database. */
export type Actor = { kind: 'administrator' | 'operator'; id: string }
