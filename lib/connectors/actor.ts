/** Who asked: a signed-in administrator, whoever runs the command line beside the database, or whoever is at an agent's machine. */
export type Actor = { kind: 'administrator' | 'operator'; id: string } | { kind: 'agent'; id: string; name: string }
