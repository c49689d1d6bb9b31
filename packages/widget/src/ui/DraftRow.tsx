import type { AnswerDraft } from '@parley/client'
import type { Texts } from '../i18n/index.ts'
import { Face } from './Face.tsx'

/**
 * The answer that is being written. Those who hear the page are told that it is, and read it when it
 * is whole: word by word it would be read over and over.
 */
export function DraftRow(props: { draft: AnswerDraft; picture: string | undefined; texts: Texts }) {
  const { draft, picture, texts } = props
  const name = draft.authorName || texts.team
  return (
    <div class={`row theirs first last${draft.text === '' ? ' typing' : ''}`}>
      <div class="author">{name}</div>
      <Face name={name} picture={picture} />
      <div class="bubble">
        <span class="hidden" role="status">
          {texts.typing(name)}
        </span>
        {draft.text === '' ? (
          <>
            <i />
            <i />
            <i />
          </>
        ) : (
          <span aria-hidden="true">{draft.text}</span>
        )}
      </div>
    </div>
  )
}
