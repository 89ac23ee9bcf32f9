import * as z from 'zod'

// zod probes `new Function` to compile its parsers; the Content-Security-Policy forbids it and would report each probe.
z.config({ jitless: true })
