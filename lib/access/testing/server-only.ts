/** Stands in for the package `server-only` in tests, which run outside of Next. */
export {}
