/** As many people are looked at, and decided about, at once. */
export const mostCases = 500
