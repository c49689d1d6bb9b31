import { coze } from './coze.ts'
import { dify } from './dify.ts'
import { fastgpt } from './fastgpt.ts'
import { maxkb } from './maxkb.ts'
import { openai } from './openai.ts'
import { ragflow } from './ragflow.ts'

/** Every make that can be asked. Another one is a file beside these, and a line here. */
export const makes = { coze, fastgpt, dify, openai, maxkb, ragflow }

export type MakeName = keyof typeof makes
