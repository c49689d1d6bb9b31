import type { HandoverReason, Step } from '../pipeline/index.ts'
import { type PersonWish, wishesPerson } from '../understanding/index.ts'

const reasons: Record<PersonWish, HandoverReason> = {
  asked: 'wanted',
  anger: 'angry',
  repeated: 'not_helped',
}

/** Calls a person when the visitor wants one, or needs one. */
export const personStep: Step = {
  name: 'person',
  run({ text, earlier }) {
    const wish = wishesPerson(text, earlier)
    return wish === undefined ? undefined : { kind: 'handed_over', reason: reasons[wish] }
  },
}
