export type { StudyPorts, Today } from './ports.ts'
export { readHistory } from './read-history.ts'
export { createStudies, type Studies } from './studies.ts'
export { todayOf } from './today.ts'
