import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clockTime, dayName, shortTime, startOfDay } from './times.ts'

/** Local time, as the functions read it: the tests hold in every time zone. */
const at = (month: number, day: number, hour = 12, year = 2026) =>
  new Date(year, month - 1, day, hour, 5).getTime()
const now = at(11, 23)
const texts = { today: 'Today', yesterday: 'Yesterday' }

describe('clockTime', () => {
  it('is written as the reader writes it', () => {
    assert.match(clockTime(at(11, 23, 14), 'en'), /^2:05\sPM$/)
    assert.equal(clockTime(at(11, 23, 14), 'zh-CN'), '14:05')
  })
})

describe('dayName', () => {
  it('names today and yesterday by the calendar, not by hours', () => {
    assert.equal(dayName(at(11, 23, 0), now, 'en', texts), 'Today')
    assert.equal(dayName(at(11, 23, 23), now, 'en', texts), 'Today')
    assert.equal(dayName(at(11, 22, 0), now, 'en', texts), 'Yesterday')
    assert.equal(dayName(at(11, 22, 23), at(11, 23, 0), 'en', texts), 'Yesterday')
    assert.equal(dayName(at(11, 21, 23), now, 'en', texts), 'November 21')
  })

  it('says the year when it is another one', () => {
    assert.equal(dayName(at(1, 2), now, 'en', texts), 'January 2')
    assert.equal(dayName(at(12, 31, 12, 2025), now, 'en', texts), 'December 31, 2025')
    assert.equal(dayName(at(12, 31, 12, 2025), now, 'zh-CN', texts), '2025年12月31日')
    assert.equal(dayName(at(12, 31, 23, 2025), at(1, 1, 1), 'en', texts), 'Yesterday')
  })

  it('is right over the days on which clocks are changed', () => {
    for (let month = 1; month <= 12; month += 1) {
      for (let day = 1; day <= 28; day += 1) {
        const today = at(month, day, 1)
        assert.equal(dayName(at(month, day - 1, 23), today, 'en', texts), 'Yesterday')
        assert.notEqual(dayName(at(month, day - 2, 23), today, 'en', texts), 'Yesterday')
      }
    }
  })
})

describe('shortTime', () => {
  it('is the time today, else the day', () => {
    assert.equal(shortTime(at(11, 23, 9), now, 'zh-CN'), '09:05')
    assert.equal(shortTime(at(11, 22, 23), now, 'en'), 'Nov 22')
    assert.equal(shortTime(at(11, 22, 23), now, 'zh-CN'), '11月22日')
  })
})

describe('startOfDay', () => {
  it('is the same for all hours of a day, and a fixed point', () => {
    assert.equal(startOfDay(at(11, 23, 0)), startOfDay(at(11, 23, 23)))
    assert.equal(startOfDay(startOfDay(now)), startOfDay(now))
    assert.notEqual(startOfDay(now), startOfDay(at(11, 22, 23)))
  })
})
