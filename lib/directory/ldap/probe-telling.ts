import type { ReadFault } from '../read-fault'
import { type ProbeCheck, type ProbeReport, type ProbeStep, probeChecks } from '../source'

/** What a check found, and what somebody should know although it passed. */
export type Finding = { facts: ProbeStep['facts']; warnings?: ReadFault[] }

/** Keeps the report and tells it. */
export class Telling {
  readonly report: ProbeReport
  private running: { check: ProbeCheck; since: number } | undefined

  constructor(private readonly tell: (report: ProbeReport) => void) {
    const steps = probeChecks.map(
      (check): ProbeStep => ({ check, state: 'waiting', took: null, fault: null, warnings: [], facts: {} }),
    )
    this.report = { passed: false, steps, baseDn: null, namingContexts: [] }
  }

  async check<T>(check: ProbeCheck, work: () => Promise<Finding & { value: T }>): Promise<T> {
    this.start(check)
    const { value, ...finding } = await work()
    this.pass(check, finding)
    return value
  }

  start(check: ProbeCheck): void {
    this.running = { check, since: performance.now() }
    this.set(check, { state: 'running' })
  }

  pass(check: ProbeCheck, { facts, warnings = [] }: Finding): void {
    const state = warnings.length > 0 ? 'warning' : 'passed'
    this.report.passed = check === 'sample'
    this.set(check, { state, took: this.took(), facts, warnings })
    this.running = undefined
  }

  /** The running check failed: what comes after it is not checked. */
  failed(fault: ReadFault): void {
    const check = this.running?.check
    for (const step of this.report.steps) {
      if (step.check === check) Object.assign(step, { state: 'failed', took: this.took(), fault })
      else if (step.state === 'waiting') step.state = 'not-checked'
    }
    this.tell(structuredClone(this.report))
  }

  private took(): number | null {
    return this.running ? Math.round(performance.now() - this.running.since) : null
  }

  private set(check: ProbeCheck, change: Partial<ProbeStep>): void {
    const step = this.report.steps.find(each => each.check === check)
    if (step) Object.assign(step, change)
    this.tell(structuredClone(this.report))
  }
}
