export function findChromium(): Promise<string | null>
export function prepareChromium(): Promise<{ path: string } | { why: string }>
