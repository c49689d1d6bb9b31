import { ActionIcon } from '@mantine/core'
import { shortTime } from '@parley/browser'
import type { Contact, Conversation, PageVisit, ServerBodyOf } from '@parley/protocol'
import { IconRosetteDiscountCheck, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/index.ts'
import type { View } from '../inbox/rows.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { contactName, previewText } from '../ui/texts.ts'
import { browserName } from './browser-name.ts'
import styles from './ContactPanel.module.css'

/** Who it is, where from, which pages it saw, and what it asked before. */
export function ContactPanel(props: {
  conversation: Conversation
  details: ServerBodyOf<'conversationDetails'> | undefined
  view: View
  onClose: () => void
}) {
  const { conversation, details, view, onClose } = props
  const { t } = useTranslation()
  const contact = details?.contact
  return (
    <aside className={styles.panel} aria-label={t('contact.label')}>
      <div className={styles.top}>
        <Avatar
          name={conversation.contactName || '?'}
          id={conversation.contactId}
          size={48}
          isOnline={contact?.isOnline ?? false}
        />
        <div className={styles.who}>
          <h2>{contactName(conversation, t)}</h2>
          {contact !== undefined && <p>{presenceLine(contact, t)}</p>}
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('thread.closeDetails')}
          onClick={onClose}
        >
          <IconX size={18} />
        </ActionIcon>
      </div>
      {contact !== undefined && <Facts contact={contact} />}
      <PagesSeen visits={details?.pageVisits ?? []} />
      <Section title={t('contact.earlier')}>
        {(details?.earlier ?? []).length === 0 && (
          <p className={styles.none}>{t('contact.noEarlier')}</p>
        )}
        <ul className={styles.links}>
          {details?.earlier.map((one) => (
            <li key={one.id}>
              <Link
                to="/inbox/$view/$conversationId"
                params={{ view, conversationId: one.id }}
                className={styles.link ?? ''}
              >
                <span>{previewText(one, t)}</span>
                <small>{shortTime(one.activeAt, Date.now(), currentLocale())}</small>
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    </aside>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Facts({ contact }: { contact: Contact }) {
  const { t } = useTranslation()
  const { email, phone, locale, userAgent, createdAt, attributes, signedId, signedEmail } = contact
  const facts: [string, ReactNode][] = [
    [t('contact.signed'), signedId && <Signed id={signedId} email={signedEmail} />],
    [t('contact.email'), email && <a href={`mailto:${email}`}>{email}</a>],
    [t('contact.phone'), phone && <a href={`tel:${phone}`}>{phone}</a>],
    [t('contact.language'), locale && languageName(locale)],
    [t('contact.browser'), browserName(userAgent)],
    [t('contact.since'), new Date(createdAt).toLocaleDateString(currentLocale())],
  ]
  const told = Object.entries(attributes)
  return (
    <>
      <dl className={styles.facts}>
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {told.length > 0 && (
        <Section title={t('contact.attributes')}>
          <dl className={styles.facts}>
            {told.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
    </>
  )
}

/** What the site itself has proved, whatever else the page says. */
function Signed({ id, email }: { id: string; email: string }) {
  return (
    <span className={styles.signed}>
      <IconRosetteDiscountCheck size={16} aria-hidden="true" />
      {id === email || email === '' ? id : `${id} · ${email}`}
    </span>
  )
}

function PagesSeen({ visits }: { visits: readonly PageVisit[] }) {
  const { t } = useTranslation()
  const referrer = visits.findLast((visit) => isElsewhere(visit))?.referrer
  return (
    <Section title={t('contact.pages')}>
      {visits.length === 0 && <p className={styles.none}>{t('contact.noPages')}</p>}
      <ol className={styles.links}>
        {visits.map(({ url, title, visitedAt }) => (
          <li key={`${visitedAt} ${url}`}>
            <a
              className={styles.link}
              href={url}
              title={url}
              target="_blank"
              rel="noopener noreferrer nofollow"
            >
              <span>{title || pathOf(url)}</span>
              <small>{shortTime(visitedAt, Date.now(), currentLocale())}</small>
            </a>
          </li>
        ))}
      </ol>
      {referrer !== undefined && (
        <p className={styles.none}>{t('contact.from', { host: new URL(referrer).host })}</p>
      )}
    </Section>
  )
}

/** Whether a visit came from another site. */
function isElsewhere({ url, referrer }: PageVisit): boolean {
  if (!URL.canParse(url) || !URL.canParse(referrer)) return false
  return new URL(url).host !== new URL(referrer).host
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url
}

function languageName(locale: string): string {
  try {
    return new Intl.DisplayNames([currentLocale()], { type: 'language' }).of(locale) ?? locale
  } catch {
    return locale
  }
}

function presenceLine({ isOnline, seenAt }: Contact, t: TFunction) {
  if (isOnline) return t('contact.online')
  return t('contact.seen', { time: shortTime(seenAt, Date.now(), currentLocale()) })
}
