export { defaultSettings } from './defaults.ts'
export {
  type AssistantSettingsStore,
  openAssistantSettings,
  type VersionedSettings,
} from './settings.ts'
