import { fileLabel, shortTime } from '@parley/browser'
import type { Conversation } from '@parley/protocol'
import type { Locale, WidgetSettings } from '@parley/protocol/rest'
import { isResolved, isWithAssistant } from '../app/conversations.ts'
import type { Store } from '../app/store.ts'
import type { Texts } from '../i18n/index.ts'
import { Face } from './Face.tsx'
import { ChevronIcon } from './icons.tsx'

/** The first screen: who is here, how to start, and what was talked about before. */
export function Home(props: {
  store: Store
  texts: Texts
  locale: Locale
  settings: WidgetSettings
}) {
  const { store, texts, locale, settings } = props
  const { assistant } = settings
  const isStaffed = store.isStaffed.value
  const isAnswered = isStaffed || assistant !== null
  const words = settings.texts[locale]
  const conversations = store.conversations.value
  return (
    <div class="home" tabIndex={-1}>
      <div class="hero">
        <h1>{words.title || texts.title}</h1>
        <p>{(!isAnswered && words.awayGreeting) || words.greeting || texts.greeting}</p>
      </div>
      <div class="cards">
        <button type="button" class="card start" onClick={() => store.showThread('')}>
          <span>
            <strong>{texts.newConversation}</strong>
            <small>
              <i class={isAnswered ? 'dot on' : 'dot'} />
              {assistant
                ? texts.newConversationHintAssistant(assistant.name)
                : isStaffed
                  ? texts.newConversationHint
                  : texts.newConversationHintAway}
            </small>
          </span>
          <ChevronIcon />
        </button>
        {conversations.length > 0 && (
          <section class="card list">
            <h2>{texts.recentConversations}</h2>
            {conversations.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                assistant={assistant}
                texts={texts}
                locale={locale}
                onOpen={() => store.showThread(conversation.id)}
              />
            ))}
          </section>
        )}
      </div>
      <small class="by">{texts.poweredBy}</small>
    </div>
  )
}

function ConversationRow(props: {
  conversation: Conversation
  assistant: WidgetSettings['assistant']
  texts: Texts
  locale: Locale
  onOpen: () => void
}) {
  const { conversation, assistant, texts, locale } = props
  const { agentName, preview, unreadCount, activeAt } = conversation
  const isItsOwn = isWithAssistant(conversation)
  const name = agentName || (isItsOwn && assistant?.name) || texts.team
  return (
    <button type="button" class="item" onClick={props.onOpen}>
      <Face name={name} picture={isItsOwn ? assistant?.avatar : undefined} />
      <span class="what">
        <strong>{name}</strong>
        <small>{preview && (preview.text || fileLabel(preview, locale))}</small>
      </span>
      <span class="side">
        <small>{shortTime(activeAt, Date.now(), locale)}</small>
        {unreadCount > 0 ? (
          <b>{unreadCount}</b>
        ) : (
          isResolved(conversation) && <small>{texts.resolvedBadge}</small>
        )}
      </span>
    </button>
  )
}
