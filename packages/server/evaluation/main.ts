import { evaluate, evaluateAskedBack, precision, recall, type StepFigures } from './evaluate.ts'
import { readPairs } from './read-pairs.ts'

const percent = (part: number) => `${(100 * part).toFixed(1)} %`.padStart(8)

function line(step: string, figures: StepFigures): string {
  const { right, wrong, missed, asked } = figures
  return [
    step.padEnd(10),
    percent(precision(figures)),
    percent(recall(figures)),
    ...[right, wrong, missed, asked].map((count) => String(count).padStart(8)),
  ].join(' ')
}

const showErrors = process.argv.includes('--errors')
for (const file of ['tune', 'held-out']) {
  const pairs = readPairs(new URL(`${file}.txt`, import.meta.url))
  for (const locale of ['zh-CN', 'en'] as const) {
    const chosen = pairs.filter((pair) => pair.locale === locale)
    console.log(`\n${file}, ${locale}: ${chosen.length} pairs`)
    console.log('step       precision   recall    right    wrong   missed    asked')
    const figures = evaluate(chosen)
    for (const [step, of] of Object.entries(figures)) console.log(line(step, of))
    const { missed, asked } = evaluateAskedBack(chosen)
    console.log(`of ${missed} that the FAQ missed, ${asked} are among three questions asked back`)
    for (const [step, { errors }] of Object.entries(figures))
      for (const error of errors)
        if (showErrors || error.startsWith('WRONG')) console.log(`  ${step}: ${error}`)
  }
}
