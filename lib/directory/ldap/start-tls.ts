import type { Socket } from 'node:net'
import { ExtendedRequest } from 'ldapts'
import { fail, type Place } from './faults'
import { Framer } from './framer'
import { readMessage } from './message'

/** RFC 4511 §4.14. */
const startTls = '1.3.6.1.4.1.1466.20037'
const largestAnswer = 64 * 1024

/**
 * Asks the server to go on encrypted, before anything else is said. A refusal is final: there is no way on in clear text.
 * Whatever arrives behind the answer was not sent by whoever holds the certificate, so it is a refusal too (RFC 4513 §3.1.1).
 * @throws ReadFailure `start-tls-refused`, `not-ldap`, `connection-lost`
 */
export function agreeOnTls(socket: Socket, place: Place, signal: AbortSignal): Promise<void> {
  const framer = new Framer(largestAnswer)
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      socket.removeAllListeners('data')
      socket.removeListener('error', onError)
      socket.removeListener('close', onClose)
      signal.removeEventListener('abort', onClose)
      settle()
    }
    const onError = (error: Error) => finish(() => reject(fail('connection-lost', { ...place }, error)))
    const onClose = () => finish(() => reject(fail('connection-lost', { ...place })))
    socket.on('error', onError)
    socket.once('close', onClose)
    signal.addEventListener('abort', onClose)
    socket.on('data', (chunk: Buffer) => {
      try {
        const [answer, ...more] = framer.push(chunk)
        if (!answer) return
        judge(answer, place)
        if (more.length > 0 || framer.pending > 0) throw fail('start-tls-refused', { ...place, text: '–' })
        socket.pause()
        finish(resolve)
      } catch (error) {
        finish(() => reject(error instanceof Error && 'fault' in error ? error : fail('not-ldap', { ...place }, error)))
      }
    })
    socket.write(new ExtendedRequest({ messageId: 1, oid: startTls }).write())
  })
}

function judge(frame: Buffer, place: Place): void {
  const message = readMessage(frame)
  if (message.kind === 'other' && message.id === 1 && message.code === 0) return
  const text = message.kind === 'other' && message.text !== '' ? message.text : '–'
  throw fail('start-tls-refused', { ...place, text })
}
