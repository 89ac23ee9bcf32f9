export function findSamba(): boolean
export function prepareSamba(): string | null
