import { WireEvent } from '@/lib/agent-protocol/directory'
import { type Frame, FrameReader, MalformedStream } from '@/lib/agent-protocol/frames'
import { chainHash, chainStart, partHash, unpackPart } from '@/lib/agent-protocol/parts'
import { isSound } from '@/lib/directory/object-block'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { ImportEvent, ImportRequest } from '@/lib/directory/source'
import type { Seal } from '@/lib/store/agent-jobs'
import { readAgentPart } from '@/lib/store/agent-parts'
import { inOrganization } from '@/lib/store/organization'
import { unreadable } from './ask'

/** What only a sealed upload may say: what everything else is worth. */
const conclusions: ReadonlySet<ImportEvent['type']> = new Set(['scope-complete', 'watermark', 'full-read-needed'])
/** What is only said to whoever asked for differences. */
const ofQuickImports: ReadonlySet<ImportEvent['type']> = new Set(['quick', 'gone', 'full-read-needed'])

/** Reads what one agent sends, part by part in their order, checked as whatever comes from outside. */
export class UploadReader {
  readonly claim: number
  readonly #frames = new FrameReader()
  /** Objects of each scope so far. */
  readonly #delivered: number[]
  readonly #conclusions: ImportEvent[] = []
  #parts = 0
  #plainBytes = 0
  #hash = chainStart

  constructor(
    private readonly organizationId: string,
    private readonly upload: { jobId: string; claim: number },
    private readonly request: ImportRequest,
  ) {
    this.claim = upload.claim
    this.#delivered = request.scopes.map(() => 0)
  }

  get hasDelivered(): boolean {
    return this.#parts > 0
  }

  /** What is there by now, but for the conclusions. @throws ReadFailure */
  async *deliver(): AsyncGenerator<ImportEvent> {
    for (let plain = await this.#nextPart(); plain; plain = await this.#nextPart()) {
      const bytes = plain
      for (const frame of unreadableIfMalformed(() => this.#frames.read(bytes))) {
        const event = this.#eventOf(frame)
        if (conclusions.has(event.type)) this.#conclusions.push(event)
        else yield event
      }
    }
  }

  /** The conclusions, when everything that was sealed was delivered. @throws ReadFailure */
  *end(seal: Seal | null): Generator<ImportEvent> {
    unreadableIfMalformed(() => this.#frames.end())
    const isAll = seal?.parts === this.#parts && seal.plainBytes === this.#plainBytes && seal.hash === this.#hash
    if (!isAll) throw new ReadFailure(unreadable)
    yield* this.#conclusions
  }

  async #nextPart(): Promise<Buffer | null> {
    const number = this.#parts + 1
    const part = await inOrganization(this.organizationId, tx => readAgentPart(tx, { ...this.upload, number }))
    if (!part) return null
    const plain = partHash(part.compressed) === part.hash ? await unpackPart(part.compressed) : null
    if (plain?.length !== part.plainBytes) throw new ReadFailure(unreadable)
    this.#parts = number
    this.#plainBytes += plain.length
    this.#hash = chainHash(this.#hash, part.hash)
    return plain
  }

  /** A proof that counts more than arrived is none, and neither is one of another scope. @throws ReadFailure */
  #eventOf(frame: Frame): ImportEvent {
    if (frame.kind === 'objects') {
      const { scope, block } = frame
      const before = this.#delivered[scope]
      if (before === undefined || !isSound(block, scope)) throw new ReadFailure(unreadable)
      this.#delivered[scope] = before + block.objects
      return { type: 'objects', scope, block }
    }
    const event = WireEvent.safeParse(frame.event)
    if (!event.success || !this.#mayBeSaid(event.data)) throw new ReadFailure(unreadable)
    return event.data
  }

  #mayBeSaid(event: WireEvent): boolean {
    const { scopes, quick } = this.request
    if (ofQuickImports.has(event.type)) return quick?.base !== undefined
    if (event.type !== 'scope-complete') return true
    const { scope, proof } = event
    const anchor = scopes[scope]?.anchor ?? proof.root
    return proof.objects <= (this.#delivered[scope] ?? -1) && proof.root === anchor
  }
}

function unreadableIfMalformed<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof MalformedStream ? new ReadFailure(unreadable, { cause: error }) : error
  }
}
