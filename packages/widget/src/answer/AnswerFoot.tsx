import type { MessageEntry } from '@parley/browser'
import { type Answer, AnswerOffer, ConversationStatus } from '@parley/protocol'
import { useState } from 'preact/hooks'
import type { Store } from '../app/store.ts'
import type { Texts } from '../i18n/index.ts'
import { MessageForm } from './MessageForm.tsx'

/** Below an answer: what it rests on, whether it helped, and how it can go on. */
export function AnswerFoot(props: {
  entry: MessageEntry
  answer: Answer
  /** Only the newest message asks something of the visitor. */
  isLast: boolean
  store: Store
  texts: Texts
}) {
  const { entry, answer, isLast, store, texts } = props
  const { citations, suggestions, offer } = answer
  const isBot = store.current.value?.status === ConversationStatus.BOT
  const [isAsked, setAsked] = useState(false)
  // What does not arrive can be pressed again.
  const askForPerson = () => {
    setAsked(true)
    store.askForPerson().catch(() => setAsked(false))
  }
  return (
    <div class="foot">
      {citations.length > 0 && (
        <ol class="citations" aria-label={texts.sources}>
          {citations.map(({ title, url }) => (
            <li>
              {url === '' ? (
                title
              ) : (
                <a href={url} target="_blank" rel="noopener noreferrer">
                  {title}
                </a>
              )}
            </li>
          ))}
        </ol>
      )}
      {isLast && isBot && (
        <>
          {citations.length > 0 && <Rating seq={entry.seq} store={store} texts={texts} />}
          {suggestions.length > 0 && offer === AnswerOffer.PERSON && texts.didYouMean}
          <div class="chips">
            {suggestions.map((text) => (
              <button type="button" class="chip" onClick={() => store.send(text)}>
                {text}
              </button>
            ))}
            <button
              type="button"
              class={offer === AnswerOffer.PERSON ? 'chip strong' : 'chip'}
              disabled={isAsked}
              onClick={askForPerson}
            >
              {texts.askForPerson}
            </button>
          </div>
        </>
      )}
      {isLast && offer === AnswerOffer.MESSAGE_FORM && <MessageForm store={store} texts={texts} />}
    </div>
  )
}

function Rating({ seq, store, texts }: { seq: number; store: Store; texts: Texts }) {
  const [isRated, setRated] = useState(false)
  const rate = (isHelpful: boolean) => {
    setRated(true)
    store.rate(seq, isHelpful).catch(() => setRated(false))
  }
  if (isRated) {
    return (
      <div class="rating" role="status">
        {texts.rated}
      </div>
    )
  }
  return (
    <div class="rating">
      {texts.didItHelp}
      <button
        type="button"
        aria-label={texts.helped}
        title={texts.helped}
        onClick={() => rate(true)}
      >
        👍
      </button>
      <button
        type="button"
        aria-label={texts.helpedNot}
        title={texts.helpedNot}
        onClick={() => rate(false)}
      >
        👎
      </button>
    </div>
  )
}
