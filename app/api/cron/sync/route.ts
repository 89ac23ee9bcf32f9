import { cronRoute } from '@/lib/access/cron-route'
import { env } from '@/lib/env'
import { drain } from '@/lib/jobs/drain'

export const dynamic = 'force-dynamic'
/** Seconds after which a serverless host ends this route; `vercel.json` has the same. */
export const maxDuration = 300

/** It stops a fifth before the host would stop it. */
const visitSeconds = maxDuration * 0.8

const route = cronRoute(() => drain(env().ENROLLMENT_SLOT_SECONDS ?? visitSeconds))

/** Starts what is due and works until its time is up; `{ started, leftOut, ended, paused, left, … , remaining }`. */
export const GET = route.GET
export const HEAD = route.other
export const OPTIONS = route.other
export const POST = route.other
export const PUT = route.other
export const PATCH = route.other
export const DELETE = route.other
