import { type ClientBodyOf, type Contact, type PageVisit, Refusal } from '@parley/protocol'
import { LRUCache } from 'lru-cache'
import { createGather } from '../platform/gather/index.ts'
import type { Row } from '../platform/storage/index.ts'
import type { PeoplePorts } from './ports.ts'
import { hashToken, newToken } from './tokens.ts'

/** Pages of a contact that are kept and shown, the newest ones. */
const PAGE_VISITS_MAX = 50
const PAGE_VISITS_SHOWN = 20

const NAME_LENGTH_MAX = 80
const ATTRIBUTES_MAX = 50
const ATTRIBUTE_LENGTH_MAX = 500
const URL_LENGTH_MAX = 2_000

/** Opens a contact for a new visitor. The token is told once; whoever has it is this visitor. */
export async function createVisitor(
  ports: PeoplePorts,
  visitor: { workspaceId: string; channelId: string; locale: string; userAgent: string },
): Promise<{ contactId: string; token: string }> {
  const token = newToken()
  const contactId = ports.newId()
  const now = ports.now()
  await ports.storage.db
    .insertInto('contacts')
    .values({
      id: contactId,
      workspaceId: visitor.workspaceId,
      channelId: visitor.channelId,
      tokenHash: hashToken(token),
      name: '',
      email: '',
      phone: '',
      locale: visitor.locale,
      userAgent: visitor.userAgent,
      attributesJson: '{}',
      createdAt: now,
      seenAt: now,
    })
    .execute()
  return { contactId, token }
}

/** Who somebody has proved to be. */
export interface Proof {
  id: string
  email: string | undefined
  name: string | undefined
  /** Epoch milliseconds. */
  until: number
}

/**
 * Writes down what the page knows of its visitor, and what of that is proved. Unset fields stay; an
 * attribute set to "" goes.
 *
 * @throws {Refusal} `bad_input`; `conflict` when the contact has proved to be somebody else.
 */
export async function identifyContact(
  ports: PeoplePorts,
  contactId: string,
  change: Omit<ClientBodyOf<'identifyContact'>, 'token'>,
  proof?: Proof,
): Promise<void> {
  const { db } = ports.storage
  const contact = await db
    .selectFrom('contacts')
    .selectAll()
    .where('id', '=', contactId)
    .executeTakeFirst()
  if (contact === undefined) throw new Refusal('not_found', 'There is no such contact.')
  if (proof !== undefined && contact.signedId !== '' && contact.signedId !== proof.id) {
    throw new Refusal('conflict', 'These conversations belong to somebody else who has signed in.')
  }
  const attributes: Record<string, string> = JSON.parse(contact.attributesJson)
  for (const [key, value] of Object.entries(change.attributes)) {
    if (value === '') delete attributes[key]
    else attributes[limited('attribute name', key, NAME_LENGTH_MAX)] = limited('attribute', value)
  }
  const count = Object.keys(attributes).length
  if (count > ATTRIBUTES_MAX) {
    throw new Refusal('bad_input', `${count} attributes; at most ${ATTRIBUTES_MAX} are allowed.`)
  }
  await db
    .updateTable('contacts')
    .set({
      name: limited('name', proof?.name ?? change.name ?? contact.name, NAME_LENGTH_MAX),
      email: limited('e-mail', proof?.email ?? change.email ?? contact.email),
      phone: limited('phone', change.phone ?? contact.phone, NAME_LENGTH_MAX),
      attributesJson: JSON.stringify(attributes),
      ...(proof === undefined
        ? {}
        : { signedId: proof.id, signedEmail: proof.email ?? '', signedUntil: proof.until }),
    })
    .where('id', '=', contactId)
    .execute()
}

/** Contacts whose proofs are at hand. */
const KNOWN_MAX = 10_000

/**
 * Tells who contacts have proved to be, while the proof is good: "contact:<id>", and "id:…" and
 * "email:…" as the page's server has signed them. `forget` a contact whenever that changes.
 */
export function createIdentities({ storage, now }: PeoplePorts) {
  const known = new LRUCache<string, Promise<Signed | undefined>>({ max: KNOWN_MAX })
  const find = createGather(async (ids: readonly string[]) => {
    const rows = await storage.db
      .selectFrom('contacts')
      .select(['id', 'workspaceId', 'signedId', 'signedEmail', 'signedUntil'])
      .where('id', 'in', ids)
      .execute()
    const found = new Map(rows.map((row) => [row.id, row]))
    return (id) => found.get(id)
  })

  function signedOf(contactId: string): Promise<Signed | undefined> {
    const held = known.get(contactId)
    if (held !== undefined) return held
    const found = find(contactId)
    known.set(contactId, found)
    // What failed once is asked again.
    found.catch(() => known.delete(contactId))
    return found
  }

  return {
    async of(workspaceId: string, contactId: string): Promise<ReadonlySet<string>> {
      const identities = new Set([`contact:${contactId}`])
      const signed = await signedOf(contactId)
      if (signed?.workspaceId !== workspaceId || signed.signedUntil <= now()) return identities
      identities.add(`id:${signed.signedId}`)
      if (signed.signedEmail !== '') identities.add(`email:${signed.signedEmail}`)
      return identities
    },

    forget(contactId: string): void {
      known.delete(contactId)
    },

    clear(): void {
      known.clear()
    },
  }
}

type Signed = Pick<
  Row<'contacts'>,
  'id' | 'workspaceId' | 'signedId' | 'signedEmail' | 'signedUntil'
>

export type ContactIdentities = ReturnType<typeof createIdentities>

function limited(what: string, value: string, max = ATTRIBUTE_LENGTH_MAX): string {
  if (value.length <= max) return value.trim().toWellFormed()
  throw new Refusal(
    'bad_input',
    `The ${what} has ${value.length} characters; at most ${max} are allowed.`,
  )
}

/** Writes down a page that the visitor looks at; what is no web address is passed over. */
export async function recordPageVisit(
  ports: PeoplePorts,
  visitor: { workspaceId: string; contactId: string },
  { url, title, referrer }: ClientBodyOf<'visitPage'>,
): Promise<void> {
  if (!isWebAddress(url)) return
  const { db } = ports.storage
  const { workspaceId, contactId } = visitor
  await ports.storage.atomically([
    {
      query: db.insertInto('pageVisits').values({
        workspaceId,
        contactId,
        url,
        title: title.slice(0, 300).toWellFormed(),
        referrer: isWebAddress(referrer) ? referrer : '',
        visitedAt: ports.now(),
      }),
    },
    {
      query: db
        .deleteFrom('pageVisits')
        .where('contactId', '=', contactId)
        .where('id', 'not in', (pages) =>
          pages
            .selectFrom('pageVisits')
            .select('id')
            .where('contactId', '=', contactId)
            .orderBy('visitedAt', 'desc')
            .orderBy('id', 'desc')
            .limit(PAGE_VISITS_MAX),
        ),
    },
  ])
}

function isWebAddress(url: string): boolean {
  return url.length <= URL_LENGTH_MAX && /^https?:\/\//.test(url) && URL.canParse(url)
}

/** What agents see of a contact, with the pages it looked at, newest first. */
export async function contactDetails(
  ports: PeoplePorts,
  workspaceId: string,
  contactId: string,
): Promise<{ contact: Contact; pageVisits: PageVisit[] } | undefined> {
  const { db } = ports.storage
  const [contact, pageVisits] = await Promise.all([
    db
      .selectFrom('contacts')
      .selectAll()
      .where('id', '=', contactId)
      .where('workspaceId', '=', workspaceId)
      .executeTakeFirst(),
    db
      .selectFrom('pageVisits')
      .select(['url', 'title', 'referrer', 'visitedAt'])
      .where('contactId', '=', contactId)
      .where('workspaceId', '=', workspaceId)
      .orderBy('visitedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(PAGE_VISITS_SHOWN)
      .execute(),
  ])
  return contact && { contact: toContact(contact, ports.now()), pageVisits }
}

function toContact(row: Row<'contacts'>, now: number): Contact {
  const isProved = row.signedUntil > now
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    locale: row.locale,
    attributes: JSON.parse(row.attributesJson),
    createdAt: row.createdAt,
    seenAt: row.seenAt,
    isOnline: false,
    userAgent: row.userAgent,
    signedId: isProved ? row.signedId : '',
    signedEmail: isProved ? row.signedEmail : '',
  }
}
