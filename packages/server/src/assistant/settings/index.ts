export {
  type AssistantSettingsStore,
  openAssistantSettings,
  type VersionedSettings,
} from './settings.ts'
