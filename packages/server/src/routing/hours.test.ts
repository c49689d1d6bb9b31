import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type BusinessHours, createCalendar } from './hours.ts'

const weekdays = [{ from: '09:00', to: '18:00' }]
const berlin: BusinessHours = {
  timeZone: 'Europe/Berlin',
  week: [[], weekdays, weekdays, weekdays, weekdays, weekdays, []],
  holidays: [{ date: '2026-12-25', spans: [] }],
}
const at = (text: string) => Date.parse(text)
const hour = 3_600_000

describe('business hours', () => {
  it('open and close by the wall clock of their zone, in summer and in winter', () => {
    const calendar = createCalendar(berlin)
    assert.equal(calendar.isOpen(at('2026-07-01T07:00:00Z')), true)
    assert.equal(calendar.isOpen(at('2026-01-07T07:59:59Z')), false)
    assert.equal(calendar.isOpen(at('2026-01-07T08:00:00Z')), true)
    assert.equal(calendar.isOpen(at('2026-01-07T17:00:00Z')), false)
  })

  it('are closed on a holiday, and say when they open next', () => {
    const calendar = createCalendar(berlin)
    assert.equal(calendar.isOpen(at('2026-12-25T12:00:00Z')), false)
    assert.equal(calendar.nextChange(at('2026-12-24T20:00:00Z')), at('2026-12-28T08:00:00Z'))
    assert.equal(calendar.nextChange(at('2026-12-28T09:00:00Z')), at('2026-12-28T17:00:00Z'))
  })

  it('count only open time, over nights and weekends', () => {
    const calendar = createCalendar(berlin)
    const friday = at('2026-01-09T16:00:00Z')
    assert.equal(calendar.addOpenTime(friday, 2 * hour), at('2026-01-12T09:00:00Z'))
    assert.equal(calendar.openTimeBetween(friday, at('2026-01-12T09:00:00Z')), 2 * hour)
  })

  it('keep to a day that a change of the clocks makes longer or shorter', () => {
    const sundays = [{ from: '00:00', to: '24:00' }]
    const calendar = createCalendar({ ...berlin, week: [sundays, [], [], [], [], [], []] })
    const length = (day: string) =>
      calendar.openTimeBetween(
        at(`${day}T00:00:00Z`) - 12 * hour,
        at(`${day}T00:00:00Z`) + 36 * hour,
      )
    assert.equal(length('2026-03-29'), 23 * hour)
    assert.equal(length('2026-10-25'), 25 * hour)
    assert.equal(length('2026-11-01'), 24 * hour)
  })

  it('take a time that the clocks skip for the moment of the jump', () => {
    const calendar = createCalendar({
      ...berlin,
      week: [[{ from: '02:30', to: '04:00' }], [], [], [], [], [], []],
    })
    assert.equal(calendar.isOpen(at('2026-03-29T00:59:59Z')), false)
    assert.equal(calendar.isOpen(at('2026-03-29T01:00:00Z')), true)
    assert.equal(calendar.isOpen(at('2026-03-29T02:00:00Z')), false)
  })

  it('never change when they never open, or never close', () => {
    const never = createCalendar({ timeZone: 'UTC', week: [], holidays: [] })
    assert.equal(never.nextChange(0), Number.POSITIVE_INFINITY)
    assert.equal(never.addOpenTime(0, 1), Number.POSITIVE_INFINITY)
    const day = [{ from: '00:00', to: '24:00' }]
    const always = createCalendar({
      timeZone: 'Asia/Shanghai',
      week: [day, day, day, day, day, day, day],
      holidays: [],
    })
    assert.equal(always.nextChange(0), Number.POSITIVE_INFINITY)
  })
})
