import { v7 } from 'uuid'

/**
 * A new id: a UUID of version 7 (RFC 9562) that is greater than all that this process gave before,
 * also within one millisecond. Lists that are sorted by id are so in the order of making.
 */
export const newId = (): string => v7()
