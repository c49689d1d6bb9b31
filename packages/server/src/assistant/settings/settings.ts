import type { AssistantChange, AssistantSettings } from '@parley/protocol/rest/assistant'
import type { Storage } from '../../platform/storage/index.ts'
import { checkAvatar } from './avatar.ts'
import { defaultSettings } from './defaults.ts'

/** Settings with their version, which grows with every change. */
export interface VersionedSettings {
  settings: AssistantSettings
  version: number
}

/**
 * The assistants of the deployment, one a workspace. They are all at hand, because every new
 * conversation asks whether there is one.
 */
export async function openAssistantSettings(storage: Storage) {
  const { db } = storage
  const held = new Map<string, VersionedSettings>()
  for (const row of await db.selectFrom('assistants').selectAll().execute()) {
    const settings = { ...defaultSettings, ...JSON.parse(row.settingsJson) }
    held.set(row.workspaceId, { settings, version: row.version })
  }

  function of(workspaceId: string): VersionedSettings {
    return held.get(workspaceId) ?? { settings: defaultSettings, version: 0 }
  }

  return {
    /** Answers at once. A workspace that has chosen nothing has an assistant that is off. */
    of,

    /** @throws {Refusal} `bad_input` for a picture that cannot be shown; nothing is changed. */
    async change(workspaceId: string, change: AssistantChange): Promise<VersionedSettings> {
      checkAvatar(change.avatar ?? '')
      const before = of(workspaceId)
      const next = { settings: { ...before.settings, ...change }, version: before.version + 1 }
      const row = { settingsJson: JSON.stringify(next.settings), version: next.version }
      await db
        .insertInto('assistants')
        .values({ workspaceId, ...row })
        .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet(row))
        .execute()
      held.set(workspaceId, next)
      return next
    },
  }
}

export type AssistantSettingsStore = Awaited<ReturnType<typeof openAssistantSettings>>
