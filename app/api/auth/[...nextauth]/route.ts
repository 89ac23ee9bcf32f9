import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '@/lib/access/auth-options'

type Context = { params: Promise<{ nextauth: string[] }> }

/** next-auth's own doors: the CSRF token, signing in and out, and the session. */
const handler = (request: NextRequest, context: Context): Promise<Response> => NextAuth(request, context, authOptions())

export { handler as GET, handler as POST }
