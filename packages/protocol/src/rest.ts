import { type Static, Type } from 'typebox'

/**
 * The bodies of the REST API: what the server checks and documents, and what the console is
 * typed by. Times are epoch milliseconds. Browsers import only the types.
 */

export const Role = Type.Union([
  Type.Literal('owner'),
  Type.Literal('admin'),
  Type.Literal('supervisor'),
  Type.Literal('agent'),
])
export type Role = Static<typeof Role>

export const Locale = Type.Union([Type.Literal('zh-CN'), Type.Literal('en')])
export type Locale = Static<typeof Locale>

const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' })
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
const Password = Type.String({ minLength: 10, maxLength: 200 })
const closed = { additionalProperties: false }

/** An agent as colleagues see it. */
export const Agent = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  role: Role,
  isActive: Type.Boolean(),
  createdAt: Type.Number(),
})
export type Agent = Static<typeof Agent>

export const Workspace = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** Whether agents see what a visitor types before it is sent. */
  isTypingPreviewOn: Type.Boolean(),
})
export type Workspace = Static<typeof Workspace>

/** GET /api/me */
export const Me = Type.Object({ agent: Agent, workspace: Workspace, locale: Locale })
export type Me = Static<typeof Me>

/** POST /api/sign-in → Me, and the session cookie */
export const SignIn = Type.Object(
  { email: Email, password: Type.String({ minLength: 1, maxLength: 200 }) },
  closed,
)
export type SignIn = Static<typeof SignIn>

/** PATCH /api/me → Me. A new password needs the current one and ends the other sessions. */
export const MeChange = Type.Partial(
  Type.Object({
    name: Name,
    locale: Locale,
    currentPassword: Type.String({ maxLength: 200 }),
    newPassword: Password,
  }),
  closed,
)
export type MeChange = Static<typeof MeChange>

/** GET /api/invites/:token: whom the link invites */
export const InviteOffer = Type.Object({
  workspaceName: Type.String(),
  role: Role,
  /** Preset by who invited; empty when the invited person chooses. */
  email: Type.String(),
})
export type InviteOffer = Static<typeof InviteOffer>

/** POST /api/invites/:token/accept → Me, and the session cookie */
export const InviteAcceptance = Type.Object(
  { name: Name, email: Email, password: Password, locale: Type.Optional(Locale) },
  closed,
)
export type InviteAcceptance = Static<typeof InviteAcceptance>

/** GET /api/invites → Invite[] (open ones) */
export const Invite = Type.Object({
  id: Type.String(),
  email: Type.String(),
  role: Role,
  createdAt: Type.Number(),
  expiresAt: Type.Number(),
})
export type Invite = Static<typeof Invite>

/** POST /api/invites → NewInvite */
export const InviteRequest = Type.Object(
  { role: Role, email: Type.Optional(Type.Union([Email, Type.Literal('')])) },
  closed,
)
export type InviteRequest = Static<typeof InviteRequest>

/** The link is told once and cannot be read again. */
export const NewInvite = Type.Object({ invite: Invite, url: Type.String() })
export type NewInvite = Static<typeof NewInvite>

/** PATCH /api/agents/:id → Agent */
export const AgentChange = Type.Partial(
  Type.Object({ role: Role, isActive: Type.Boolean() }),
  closed,
)
export type AgentChange = Static<typeof AgentChange>

/** PATCH /api/workspace → Workspace */
export const WorkspaceChange = Type.Partial(
  Type.Object({ name: Name, isTypingPreviewOn: Type.Boolean() }),
  closed,
)
export type WorkspaceChange = Static<typeof WorkspaceChange>

/** What a visitor reads in one language. Empty texts fall back to the widget's own. */
export const ChannelTexts = Type.Object(
  {
    title: Type.String({ maxLength: 60 }),
    greeting: Type.String({ maxLength: 300 }),
    /** Shown instead of the greeting while no agent is online. */
    awayGreeting: Type.String({ maxLength: 300 }),
  },
  closed,
)
export type ChannelTexts = Static<typeof ChannelTexts>

/** What a file is, by its content. */
export const FileKindWord = Type.Union([
  Type.Literal('image'),
  Type.Literal('audio'),
  Type.Literal('video'),
  Type.Literal('document'),
  Type.Literal('other'),
])
export type FileKindWord = Static<typeof FileKindWord>

/** Which files visitors may send. Agents are bound by the deployment's own limit alone. */
export const ChannelFiles = Type.Object(
  {
    isOn: Type.Boolean(),
    /** In bytes; the deployment's own limit holds beside it. */
    sizeMax: Type.Integer({ minimum: 1, maximum: 1_073_741_824 }),
    kinds: Type.Array(FileKindWord, { uniqueItems: true, maxItems: 5 }),
  },
  closed,
)
export type ChannelFiles = Static<typeof ChannelFiles>

const Color = Type.String({ pattern: '^#[0-9a-fA-F]{6}$' })

const channelSettings = {
  name: Name,
  /** Launcher, header and the visitor's own bubbles: "#0f766e". */
  color: Color,
  position: Type.Union([Type.Literal('right'), Type.Literal('left')]),
  colorScheme: Type.Union([Type.Literal('auto'), Type.Literal('light'), Type.Literal('dark')]),
  /** `auto` follows the page's and then the browser's language. */
  locale: Type.Union([Type.Literal('auto'), Locale]),
  texts: Type.Object({ 'zh-CN': ChannelTexts, en: ChannelTexts }, closed),
  /** Hosts whose pages may carry the widget: "shop.example.com", "*.example.com". Empty: any. */
  allowedDomains: Type.Array(
    Type.String({
      maxLength: 253,
      pattern: '^(\\*\\.)?[a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)*(:\\d{1,5})?$',
    }),
    { maxItems: 50 },
  ),
  files: ChannelFiles,
}

/** GET /api/channels → Channel[] */
export const Channel = Type.Object({
  id: Type.String(),
  kind: Type.Literal('web'),
  createdAt: Type.Number(),
  ...channelSettings,
})
export type Channel = Static<typeof Channel>

/** POST /api/channels → Channel */
export const ChannelRequest = Type.Object({ name: Name }, closed)
export type ChannelRequest = Static<typeof ChannelRequest>

/** PATCH /api/channels/:id → Channel */
export const ChannelChange = Type.Partial(Type.Object(channelSettings), closed)
export type ChannelChange = Static<typeof ChannelChange>

/** GET /api/channels/:id/secrets → ChannelSecret[] */
export const ChannelSecret = Type.Object({ id: Type.String(), createdAt: Type.Number() })
export type ChannelSecret = Static<typeof ChannelSecret>

/** POST /api/channels/:id/secrets; the secret is told once and cannot be read again. */
export const NewChannelSecret = Type.Object({
  id: Type.String(),
  createdAt: Type.Number(),
  secret: Type.String(),
})
export type NewChannelSecret = Static<typeof NewChannelSecret>

/** The assistant that answers first in a channel, as visitors see it. */
export const WidgetAssistant = Type.Object({
  name: Type.String(),
  /** The path of its picture, another one for another picture; empty when there is none. */
  avatar: Type.String(),
  /** Its first words by language; empty takes the channel's. */
  greetings: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
})
export type WidgetAssistant = Static<typeof WidgetAssistant>

/** GET /api/widget/:channelId, for everyone: what the widget looks like */
export const WidgetSettings = Type.Object({
  channelId: Type.String(),
  color: Color,
  position: channelSettings.position,
  colorScheme: channelSettings.colorScheme,
  locale: channelSettings.locale,
  texts: channelSettings.texts,
  files: ChannelFiles,
  assistant: Type.Union([WidgetAssistant, Type.Null()]),
})
export type WidgetSettings = Static<typeof WidgetSettings>

/** Every refusal of the REST API, with the status of its reason. */
export const ErrorBody = Type.Object({
  code: Type.Number(),
  reason: Type.String(),
  message: Type.String(),
  retryAfterMs: Type.Number(),
})
export type ErrorBody = Static<typeof ErrorBody>
