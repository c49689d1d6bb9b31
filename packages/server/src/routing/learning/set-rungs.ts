import { createTrees, type Ladder } from '../prediction/index.ts'
import type { LiveModels } from './ports.ts'

/** Puts what is live onto a router's ladder. */
export function setRungs(ladder: Ladder, { table, trees }: LiveModels): void {
  ladder.setTable(table)
  ladder.setExact(trees && ((scores) => createTrees(trees, scores)))
}
