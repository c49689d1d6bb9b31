import { toSimplified } from './traditional.ts'

/**
 * The text with one width, one case and simplified characters. Words, signs and their order stay,
 * so it suits documents as well as questions; letters may move, since NFKC may change the length.
 */
export function fold(text: string): string {
  return toSimplified(text.normalize('NFKC').toLowerCase())
}

/** The language a text is mostly written in; what has neither Han nor Latin letters is `other`. */
export function guessLanguage(text: string): 'zh' | 'en' | 'other' {
  const han = text.match(/[\u3400-\u9fff]/g)?.length ?? 0
  const words = text.match(/[a-zA-Z]+/g)?.length ?? 0
  const foreign = text.match(/[\p{L}--[a-zA-Z\u3400-\u9fff]]/gv)?.length ?? 0
  if (foreign > han + words * 2) return 'other'
  // A product's name in Latin letters makes no Chinese question an English one.
  if (han > 0 && han * 2 >= words) return 'zh'
  return words > 0 ? 'en' : 'other'
}
