export { type Channels, createChannels, type OwnedChannel, toWidgetSettings } from './channels.ts'
export { frameAncestors } from './domains.ts'
