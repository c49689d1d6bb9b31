export { personStep } from './person.ts'
