export { type Channels, createChannels, type OwnedChannel, toWidgetSettings } from './channels.ts'
export { frameAncestors } from './domains.ts'
export { createSignatures, type Signatures, type SignedVisitor } from './signatures.ts'
