import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Secret } from '@/lib/directory/secret'
import { readPrivately, writePrivately } from './files'

/**
 * The directory's password, in a file that only this account reads and only this machine opens: sealed with AES-256-GCM
 * under a key made of the machine's own identity and a random file. Where systemd gives a credential (`LoadCredential=`)
 * of this name, that counts instead.
 */
const files = { sealed: 'password', salt: 'machine.key' }
const credential = 'directory-password'

export function writePassword(folder: string, password: string): void {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', machineKey(folder), nonce)
  const sealed = Buffer.concat([cipher.update(password, 'utf8'), cipher.final()])
  const stored = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
  writePrivately(path.join(folder, files.sealed), `${stored}\n`)
}

/** @returns null when none was typed here. @throws Error when the file was made on another machine */
export function readPassword(folder: string, credentials: string | undefined): Secret | null {
  const given = credentials && readCredential(path.join(credentials, credential))
  if (given) return new Secret(given)
  const text = readPrivately(path.join(folder, files.sealed))
  if (text === null) return null
  const stored = Buffer.from(text, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', machineKey(folder), stored.subarray(0, 12))
    decipher.setAuthTag(stored.subarray(12, 28))
    return new Secret(Buffer.concat([decipher.update(stored.subarray(28)), decipher.final()]).toString('utf8'))
  } catch {
    throw new Error('The stored password was sealed on another machine. Run the configure command and type it again.')
  }
}

function readCredential(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch {
    return null
  }
}

function machineKey(folder: string): Buffer {
  const file = path.join(folder, files.salt)
  let salt = readPrivately(file)
  if (salt === null) {
    salt = randomBytes(32).toString('base64')
    writePrivately(file, salt)
  }
  return Buffer.from(hkdfSync('sha256', salt, machineIdentity(), 'enrollment-agent/password/1', 32))
}

/** Of this installation of the operating system; where there is none to read, the random file is all there is. */
function machineIdentity(): string {
  for (const file of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    const identity = readCredential(file)
    if (identity) return identity
  }
  return ''
}
