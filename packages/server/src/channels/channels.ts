import { Refusal } from '@parley/protocol'
import type { Channel, ChannelChange, WidgetSettings } from '@parley/protocol/rest'
import { LRUCache } from 'lru-cache'
import type { Row, Storage } from '../platform/storage/index.ts'
import { isDomainAllowed } from './domains.ts'

/** Channels of one workspace at most. */
const CHANNELS_MAX = 100

export interface ChannelPorts {
  storage: Storage
  now: () => number
  newId: () => string
}

type Settings = Omit<Channel, 'id' | 'kind' | 'name' | 'createdAt'>

/** A channel with the workspace that it belongs to. */
export type OwnedChannel = Channel & { workspaceId: string }

const defaults: Settings = {
  color: '#0f766e',
  position: 'right',
  colorScheme: 'auto',
  locale: 'auto',
  texts: {
    'zh-CN': {
      title: '您好，需要帮助吗？',
      greeting: '把问题告诉我们，通常几分钟内回复。',
      awayGreeting: '我们现在不在线，请留言，回来后马上答复您。',
    },
    en: {
      title: 'Hi there 👋',
      greeting: 'Ask us anything. We usually reply within a few minutes.',
      awayGreeting: 'We are away right now. Leave a message and we will get back to you.',
    },
  },
  allowedDomains: [],
  files: {
    isOn: true,
    sizeMax: 25_000_000,
    kinds: ['image', 'audio', 'video', 'document', 'other'],
  },
}

/**
 * The channels of the deployment. What the widget asks for at every page is kept at hand, so a
 * flood of page views does not reach the storage.
 */
export function createChannels({ storage, now, newId }: ChannelPorts) {
  const { db } = storage
  const known = new LRUCache<string, OwnedChannel>({ max: 1_000 })

  async function find(channelId: string): Promise<OwnedChannel | undefined> {
    const held = known.get(channelId)
    if (held !== undefined) return held
    const row = await db
      .selectFrom('channels')
      .selectAll()
      .where('id', '=', channelId)
      .executeTakeFirst()
    if (row === undefined) return undefined
    const channel = toChannel(row)
    known.set(channelId, channel)
    return channel
  }

  return {
    find,

    /** All channels of a workspace, oldest first. */
    async list(workspaceId: string): Promise<Channel[]> {
      const rows = await db
        .selectFrom('channels')
        .selectAll()
        .where('workspaceId', '=', workspaceId)
        .orderBy('createdAt')
        .execute()
      return rows.map((row) => withoutOwner(toChannel(row)))
    },

    /** Opens a channel with settings that are good to go. */
    async create(workspaceId: string, name: string): Promise<Channel> {
      const channels = await this.list(workspaceId)
      if (channels.length >= CHANNELS_MAX) {
        throw new Refusal(
          'conflict',
          `The workspace has ${CHANNELS_MAX} channels, the most allowed.`,
        )
      }
      const row = {
        id: newId(),
        workspaceId,
        kind: 'web',
        name: name.trim(),
        settingsJson: JSON.stringify(defaults),
        createdAt: now(),
      }
      await db.insertInto('channels').values(row).execute()
      return withoutOwner(toChannel(row))
    },

    /** @throws {Refusal} `not_found` */
    async change(workspaceId: string, channelId: string, change: ChannelChange): Promise<Channel> {
      const channel = await find(channelId)
      if (channel?.workspaceId !== workspaceId) {
        throw new Refusal('not_found', 'There is no such channel.')
      }
      const next = { ...channel, ...change }
      const { id, kind, name, createdAt, workspaceId: _, ...settings } = next
      await db
        .updateTable('channels')
        .set({ name: name.trim(), settingsJson: JSON.stringify(settings) })
        .where('id', '=', id)
        .where('workspaceId', '=', workspaceId)
        .execute()
      known.set(channelId, next)
      return withoutOwner(next)
    },

    /** The channel whose widget may stand on pages of `host`; an empty host is our own page. */
    async admit(channelId: string, host: string): Promise<OwnedChannel | undefined> {
      const channel = await find(channelId)
      if (channel === undefined) return undefined
      return host === '' || isDomainAllowed(channel.allowedDomains, host) ? channel : undefined
    },
  }
}

export type Channels = ReturnType<typeof createChannels>

/** What everybody may know of a channel: how its widget looks, and which assistant answers there. */
export function toWidgetSettings(
  channel: Channel,
  assistant: WidgetSettings['assistant'],
): WidgetSettings {
  const { id: channelId, color, position, colorScheme, locale, texts, files } = channel
  return { channelId, color, position, colorScheme, locale, texts, files, assistant }
}

function toChannel(row: Row<'channels'>): OwnedChannel {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    kind: 'web',
    name: row.name,
    createdAt: row.createdAt,
    ...defaults,
    ...(JSON.parse(row.settingsJson) as Settings),
  }
}

function withoutOwner({ workspaceId: _, ...channel }: OwnedChannel): Channel {
  return channel
}
