export { type Avatar, markOf, readAvatar } from './avatar.ts'
export {
  type AssistantSettingsStore,
  openAssistantSettings,
  type VersionedSettings,
} from './settings.ts'
