import type {
  PrivacyChange,
  PrivacySettings,
  RedactionPreview,
  RedactionTrial,
} from '@parley/protocol/rest/privacy'
import { LRUCache } from 'lru-cache'
import { createDepartures, type Departures } from './departures.ts'
import type { NewDeparture, PrivacyPorts } from './ports.ts'
import {
  createRedaction,
  createRedactionRules,
  personalKinds,
  type Redaction,
  type RedactionRules,
} from './redaction.ts'
import { startSweepingDepartures } from './retention.ts'

const defaults: PrivacySettings = {
  kinds: personalKinds,
  patterns: [],
  isTextKept: false,
  keptDays: 90,
}

/** Workspaces whose rules are kept ready, some 100 KB each. */
const WORKSPACES_MAX = 200

interface Known {
  settings: PrivacySettings
  rules: RedactionRules
}

/** What may leave to engines, by workspace, and the log of what left. */
export interface Privacy extends AsyncDisposable {
  settings(workspaceId: string): Promise<PrivacySettings>
  /** @throws {Refusal} `bad_input` when a pattern cannot be used; nothing is changed. */
  change(workspaceId: string, change: PrivacyChange): Promise<PrivacySettings>
  /** What the settings, or others that are tried, make of a text. */
  preview(workspaceId: string, trial: RedactionTrial): Promise<RedactionPreview>
  /**
   * For one conversation with one engine; `names` are those of the people in it. Keep it for as long
   * as the engine keeps the conversation: it goes by the settings as they are at each time.
   */
  redaction(workspaceId: string, names: readonly string[]): Promise<Redaction>
  /**
   * Notes what leaves now; of its text only what the workspace keeps. Never waits, never throws.
   * `text` must be what `redact` gave.
   */
  note(departure: NewDeparture & { text: string }): void
  list: Departures['list']
}

/** Disposing it writes what of the log still waits. */
export function createPrivacy(ports: PrivacyPorts): Privacy {
  const { db } = ports.storage
  const known = new LRUCache<string, Known>({ max: WORKSPACES_MAX })
  const departures = createDepartures(ports)

  async function find(workspaceId: string): Promise<Known> {
    const held = known.get(workspaceId)
    if (held !== undefined) return held
    const row = await db
      .selectFrom('privacySettings')
      .select('settingsJson')
      .where('workspaceId', '=', workspaceId)
      .executeTakeFirst()
    const kept = row === undefined ? {} : (JSON.parse(row.settingsJson) as PrivacyChange)
    // While this waited, somebody may have changed them.
    return known.get(workspaceId) ?? remember(workspaceId, { ...defaults, ...kept })
  }

  function remember(workspaceId: string, settings: PrivacySettings): Known {
    const next = { settings, rules: createRedactionRules(settings) }
    known.set(workspaceId, next)
    return next
  }

  const settings = async (workspaceId: string) => (await find(workspaceId)).settings
  const sweeping = startSweepingDepartures(ports, settings)

  return {
    settings,
    async change(workspaceId, change) {
      const next = { ...(await settings(workspaceId)), ...change }
      createRedactionRules(next)
      const settingsJson = JSON.stringify(next)
      await db
        .insertInto('privacySettings')
        .values({ workspaceId, settingsJson })
        .onConflict((conflict) => conflict.column('workspaceId').doUpdateSet({ settingsJson }))
        .execute()
      return remember(workspaceId, next).settings
    },
    async preview(workspaceId, { text, ...trial }) {
      const rules = createRedactionRules({ ...(await settings(workspaceId)), ...trial })
      const redactions = {}
      return { text: createRedaction(() => rules).redact(text, redactions), redactions }
    },
    async redaction(workspaceId, names) {
      let last = await find(workspaceId)
      return createRedaction(() => {
        last = known.get(workspaceId) ?? last
        return last.rules
      }, names)
    },
    note(departure) {
      // Whoever redacts has just asked for the settings, so they are at hand.
      const isTextKept = known.peek(departure.workspaceId)?.settings.isTextKept === true
      departures.note({ ...departure, text: isTextKept ? departure.text : null })
    },
    list: departures.list,
    async [Symbol.asyncDispose]() {
      await sweeping[Symbol.asyncDispose]()
      await departures[Symbol.asyncDispose]()
    },
  }
}
