import type { AgentResult } from './agent/measure-agent'
import type { QuickResult } from './quick/measure-quick'
import type { RunTable } from './runs/tables'
import type { Result } from './table'

/** Everything that was measured with so many people; empty is what nobody wanted. */
export type SizeResult = {
  size: number
  /** All readers. */
  rows: Result[]
  /** Quick imports. */
  quick: QuickResult[]
  /** What runs do with what was read. */
  runs: RunTable[]
  /** Reading through an agent; null = nobody wanted it. */
  agent: AgentResult | null
}
