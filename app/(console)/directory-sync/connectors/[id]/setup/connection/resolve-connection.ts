import '@/app/forms/no-eval'
import { zodResolver } from '@hookform/resolvers/zod'
import { ConnectionForm } from '../../../connection-form'

/** Checks what was typed by the schema that the server checks it by. */
export const resolveConnection = zodResolver(ConnectionForm)
