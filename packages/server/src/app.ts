import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '@parley/protocol'
import type { Logger } from 'pino'
import { embedderOf, openEngineChain } from './assistant/engine-chain/index.ts'
import { type AssistantRoom, createAssistantRoom } from './assistant/index.ts'
import { createPrivacy, type Privacy } from './assistant/privacy/index.ts'
import { createChannels, createSignatures, type Signatures } from './channels/index.ts'
import type { Config } from './config.ts'
import type { ConversationEvent, ConversationPorts } from './conversations/index.ts'
import { createFiles, type FilesPorts, startSweeping } from './files/index.ts'
import { createGateway, type Gateway } from './gateway/index.ts'
import { gatewayPeople } from './gateway-people.ts'
import { type HouseLearning, houseLearning } from './house-learning.ts'
import { houseRouting } from './house-routing.ts'
import { createHttp, type DemoShop } from './http/index.ts'
import { createKnowledge, type Knowledge, type KnowledgeEvent } from './knowledge/index.ts'
import {
  createIdentities,
  createNames,
  createPresence,
  createThrottle,
  findAgent,
  listWorkspaces,
  type PeopleEvent,
  type PeoplePorts,
} from './people/index.ts'
import { openDiskFiles } from './platform/blobs/disk/store.ts'
import { createLocalBus } from './platform/bus/local.ts'
import { lockFolder } from './platform/folder-lock.ts'
import { newId } from './platform/new-id.ts'
import { type Outside, parseNetworks } from './platform/outside/index.ts'
import { createOutside } from './platform/outside/outside.ts'
import { createSharpPreviews } from './platform/previews/sharp.ts'
import { openSecret } from './platform/secret-file.ts'
import type { Secrets } from './platform/secrets/index.ts'
import { openSecrets } from './platform/secrets/secrets.ts'
import { createSqlitePassageIndex } from './platform/storage/sqlite/passage-index.ts'
import { openSqliteStorage } from './platform/storage/sqlite/storage.ts'
import { createMetrics } from './platform/telemetry/metrics.ts'
import { consoleFolder, demoShopFolder, version, widgetFolder } from './release.ts'
import type { Routing } from './routing/index.ts'

export interface AppOptions {
  log: Logger
  /** The shop that is served in a demo; unset serves none. */
  openDemoShop?: (app: Rooms) => Promise<DemoShop>
}

/** The rooms that a command or a test works with beside the network. */
export interface Rooms {
  people: PeoplePorts
  channels: ReturnType<typeof createChannels>
  signatures: Signatures
  conversations: ConversationPorts
  /** The one way to call another machine. */
  outside: Outside
  privacy: Privacy
  knowledge: Knowledge
  assistant: AssistantRoom
  secrets: Secrets
  routing: Routing
}

export interface App extends Rooms, AsyncDisposable {
  readonly publicUrl: string
  readonly port: number
}

/**
 * Builds and starts the whole program. The only file that names concrete adapters. Disposing it
 * stops gracefully: clients are asked to reconnect, what waits is committed, everything closes.
 */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  const { log } = options
  await using opened = new AsyncDisposableStack()

  await mkdir(config.dataDir, { recursive: true })
  opened.use(lockFolder(config.dataDir))
  const metrics = opened.adopt(createMetrics(), (one) => one.close())
  const report = (error: unknown, reference: string) => {
    metrics.failed()
    log.error({ error, reference }, 'a request failed')
  }

  const storage = opened.use(
    await openSqliteStorage({
      file: join(config.dataDir, 'parley.db'),
      cacheBytes: config.storage.cacheBytes,
      observer: {
        committed: metrics.committed,
        failed: (error) => report(error, 'storage'),
      },
    }),
  )
  metrics.observeWaitingSteps(() => storage.waitingSteps)

  const bus = createLocalBus<ConversationEvent>((error) => report(error, 'listener'))
  const peopleBus = createLocalBus<PeopleEvent>((error) => report(error, 'listener'))
  const now = Date.now
  const people = {
    storage,
    announce: peopleBus.publish,
    now,
    newId,
    throttle: createThrottle(now),
  }
  const channels = createChannels({ storage, now, newId })
  const conversations: ConversationPorts = {
    hasAssistant: (workspaceId, channelId) => assistant.hasAssistant(workspaceId, channelId),
    log: storage.conversationLog,
    publish: bus.publish,
    now,
    newId,
    limits: config.conversations,
  }
  const filesFolder = join(config.dataDir, 'files')
  const disk = opened.use(
    await openDiskFiles(filesFolder, {
      committed: metrics.filesCommitted,
      failed: (error) => report(error, 'files'),
    }),
  )
  metrics.observeStoredBytes(() => disk.store.totalBytes)
  const filesPorts: FilesPorts = {
    store: disk.store,
    parts: disk.parts,
    previews: createSharpPreviews((error) => report(error, 'previews')),
    channelFiles: async (channelId) => (await channels.find(channelId))?.files,
    secret: openSecret(join(filesFolder, 'links.key')),
    observer: { ...metrics, failed: report },
    options: config.files,
    now,
  }
  const files = createFiles(filesPorts)
  opened.use(startSweeping(filesPorts))
  const outside = opened.use(
    createOutside({ inHouseNetworks: parseNetworks(config.outside.inHouseNetworks) ?? [] }),
  )
  const secrets = openSecrets(join(config.dataDir, 'keys'))
  const identities = createIdentities(people)
  const signatures = createSignatures({ storage, secrets, now, newId, revoked: identities.clear })
  const privacy = opened.use(createPrivacy({ storage, now, newId, failed: report }))
  const engines = opened.use(
    await openEngineChain({
      storage,
      outside: outside.under,
      secrets,
      changed(workspaceId) {
        knowledge.embedderChanged(workspaceId)
        assistant.enginesChanged(workspaceId)
      },
      observer: metrics,
      failed: report,
      now,
      newId,
    }),
  )
  metrics.observeEngines(engines.breakers)
  const knowledgeBus = createLocalBus<KnowledgeEvent>((error) => report(error, 'listener'))
  const knowledge = opened.use(
    createKnowledge({
      storage,
      index: createSqlitePassageIndex(storage.db),
      embedder: (workspaceId) => embedderOf(engines, privacy, workspaceId),
      outside: outside.under,
      secrets,
      announce: knowledgeBus.publish,
      failed: report,
      now,
      newId,
    }),
  )

  let gateway: Gateway | undefined
  let isStopping = false
  let publicUrl = config.publicUrl
  const presence = opened.adopt(
    createPresence({
      storage,
      changed: (...change) => gateway?.presenceChanged(...change),
      attended: (...where) => routing.attended(...where),
    }),
    (room) => room.close(),
  )
  const learnt: HouseLearning = opened.use(
    houseLearning({ storage, now, newId, routing: () => routing, failed: report }),
  )
  const routing = opened.use(
    houseRouting({
      storage,
      conversations,
      people,
      presence,
      outside,
      secrets,
      policy: config.routing.policy,
      gateway: () => gateway,
      notice: metrics.routed,
      failed: report,
      observe: learnt.observe,
      opened: learnt.opened,
    }),
  )
  metrics.observeWaiting(routing.waitingCount)
  const assistant = opened.use(
    await createAssistantRoom({
      storage,
      conversations,
      knowledge,
      engines,
      privacy,
      contactNames: createNames(people, 'contacts'),
      identitiesOf: identities.of,
      isStaffed: presence.isStaffed,
      deliver: (part) => gateway?.answerDrafted(part),
      failed: report,
    }),
  )
  const rooms: Rooms = {
    people,
    channels,
    signatures,
    conversations,
    outside,
    privacy,
    knowledge,
    assistant,
    secrets,
    routing,
  }
  const demoShop = await options.openDemoShop?.(rooms)
  const http = opened.use(
    await createHttp({
      api: {
        people,
        channels,
        signatures,
        privacy,
        knowledge,
        assistant,
        engines,
        routing,
        learning: learnt.learning,
        studies: learnt.studies,
        publicUrl: () => publicUrl,
      },
      pages: {
        channels,
        assistant,
        widgetFolder,
        consoleFolder,
        demo: demoShop && { folder: demoShopFolder, ...demoShop },
      },
      files,
      metrics,
      checkReadiness: async () => {
        if (isStopping) throw new Error('the server stops')
        await storage.db.selectFrom('workspaces').select('id').limit(1).execute()
      },
      report,
      options: {
        version,
        trustProxy: config.trustProxy,
        metricsToken: config.metricsToken || undefined,
      },
    }),
  )
  const visitorsPeople = gatewayPeople({ people, channels, signatures, identities })
  await visitorsPeople.load()
  gateway = opened.use(
    createGateway(http.server, {
      conversations,
      assistant,
      routing,
      files,
      people: visitorsPeople,
      presence,
      observer: { ...metrics, failed: report },
      options: { ...config.gateway, publicOrigin: () => publicUrl },
      now,
    }),
  )
  opened.defer(() => {
    isStopping = true
  })

  bus.subscribe(gateway.handle)
  bus.subscribe(assistant.handle)
  bus.subscribe(routing.handle)
  knowledgeBus.subscribe(assistant.knowledgeChanged)
  peopleBus.subscribe((event) => {
    switch (event.type) {
      case 'sessions_ended':
        gateway.endSessions(event)
        return
      case 'workspace_changed':
        visitorsPeople.load().catch((error) => report(error, 'workspaces'))
        return
      case 'agent_changed':
        findAgent(people, event.workspaceId, event.agentId).then(
          (agent) => agent && gateway.renameAgent(agent.id, agent.name),
          (error) => report(error, 'agents'),
        )
        routing.agentChanged(event.workspaceId).catch((error) => report(error, 'agents'))
        return
    }
  })

  const workspaceIds = (await listWorkspaces(people)).map(({ id }) => id)
  await assistant.resume(workspaceIds)
  await routing.resume(workspaceIds)
  const port = await http.listen(config.host, config.port).catch((error) => {
    throw listenFailed(error, config)
  })
  publicUrl ||= `http://${hostInUrl(config.host)}:${port}`
  log.info({ publicUrl, port, dataDir: config.dataDir }, 'ready')

  // Everything opened so far now belongs to the app; had a line above failed, it would be closed.
  const closing = opened.move()
  return {
    ...rooms,
    port,
    get publicUrl() {
      return publicUrl
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function listenFailed(error: NodeJS.ErrnoException, { host, port }: Config): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error
  const why = error.code === 'EACCES' ? 'needs more rights' : 'is taken by another program'
  return new Refusal('conflict', `Port ${port} on ${host} ${why}. Set PARLEY_PORT to another one.`)
}
