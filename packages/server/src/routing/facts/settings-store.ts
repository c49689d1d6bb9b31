import { randomBytes } from 'node:crypto'
import { Refusal } from '@parley/protocol'
import type { RoutingChange, RoutingPolicy } from '@parley/protocol/rest/routing'
import type { Secrets } from '../../platform/secrets/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { checkHours } from './opening-hours.ts'
import { changed, initialSettings, type StoredSettings } from './stored-settings.ts'

export interface SettingsPorts {
  storage: Storage
  secrets: Secrets
  /** Of workspaces that have chosen none. */
  policy: RoutingPolicy
}

/** What each workspace chose, and the key that signs the calls of its hook. */
export function createSettingsStore({ storage: { db }, secrets, policy }: SettingsPorts) {
  const owner = (workspaceId: string) => ({ workspaceId, purpose: 'routing hook' })

  async function row(workspaceId: string) {
    return db
      .selectFrom('routingSettings')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .executeTakeFirst()
  }

  async function read(workspaceId: string): Promise<StoredSettings> {
    const stored = await row(workspaceId)
    const initial = initialSettings(policy)
    return stored === undefined ? initial : { ...initial, ...JSON.parse(stored.settingsJson) }
  }

  return {
    read,

    /** Empty while there is no hook. */
    async hookSecret(workspaceId: string): Promise<string> {
      const stored = await row(workspaceId)
      if (stored === undefined || stored.hookSecret === '') return ''
      return secrets.open(owner(workspaceId), stored.hookSecret)
    },

    /** @throws {Refusal} `bad_input` */
    async change(workspaceId: string, change: RoutingChange): Promise<StoredSettings> {
      const settings = changed(await read(workspaceId), change)
      if (change.hours != null) checkHours(change.hours)
      if (settings.policy === 'hook' && settings.hook.url === '') {
        throw new Refusal('bad_input', 'The policy is hook, but there is none. Set its address.')
      }
      if (settings.hook.url !== '' && !URL.canParse(settings.hook.url)) {
        throw new Refusal('bad_input', 'The hook is no URL. Write one as https://host/path.')
      }
      const settingsJson = JSON.stringify(settings)
      const known = (await row(workspaceId))?.hookSecret ?? ''
      const hookSecret =
        known === '' && settings.hook.url !== ''
          ? secrets.seal(owner(workspaceId), randomBytes(32).toString('base64url'))
          : known
      await db
        .insertInto('routingSettings')
        .values({ workspaceId, settingsJson, hookSecret })
        .onConflict((conflict) =>
          conflict.column('workspaceId').doUpdateSet({ settingsJson, hookSecret }),
        )
        .execute()
      return settings
    },
  }
}

export type SettingsStore = ReturnType<typeof createSettingsStore>
