export { SecretError, type SecretOwner, type Secrets } from './secrets.ts'
