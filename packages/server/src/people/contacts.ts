import { type ClientBodyOf, type Contact, type PageVisit, Refusal } from '@parley/protocol'
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

/**
 * Writes down what the page knows of its visitor. Unset fields stay; an attribute set to "" goes.
 *
 * @throws {Refusal} `bad_input`
 */
export async function identifyContact(
  ports: PeoplePorts,
  contactId: string,
  change: ClientBodyOf<'identifyContact'>,
): Promise<void> {
  const { db } = ports.storage
  const contact = await db
    .selectFrom('contacts')
    .selectAll()
    .where('id', '=', contactId)
    .executeTakeFirst()
  if (contact === undefined) throw new Refusal('not_found', 'There is no such contact.')
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
      name: limited('name', change.name ?? contact.name, NAME_LENGTH_MAX),
      email: limited('e-mail', change.email ?? contact.email),
      phone: limited('phone', change.phone ?? contact.phone, NAME_LENGTH_MAX),
      attributesJson: JSON.stringify(attributes),
    })
    .where('id', '=', contactId)
    .execute()
}

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
  return contact && { contact: toContact(contact), pageVisits }
}

function toContact(row: Row<'contacts'>): Contact {
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
  }
}
