export { goalsOf, goalsTable, toPage, toTable } from './report.ts'
export { study } from './study.ts'
export { alike, middle } from './world.ts'
