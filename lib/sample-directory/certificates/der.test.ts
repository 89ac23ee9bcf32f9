import { describe, expect, test } from 'vitest'
import * as der from './der'

describe('DER', () => {
  test.each<[string, Buffer, string]>([
    ['a small number', der.integer(5), '020105'],
    ['a number whose first bit would make it negative', der.integer(128), '02020080'],
    ['zero', der.integer(0), '020100'],
    ['a number with leading zeros', der.integer(Buffer.from([0, 0, 0x7f])), '02017f'],
    ['an object identifier with long parts', der.oid('1.2.840.113549.1.1.11'), '06092a864886f70d01010b'],
    ['text', der.utf8('ä'), '0c02c3a4'],
    ['a long element', der.octets(Buffer.alloc(300)).subarray(0, 4), '0482012c'],
    ['a medium element', der.octets(Buffer.alloc(200)).subarray(0, 3), '0481c8'],
    ['a time before 2050', der.time(new Date('2049-12-31T23:59:59Z')), '170d3439313233313233353935395a'],
    ['a time from 2050', der.time(new Date('2050-01-01T00:00:00Z')), '180f32303530303130313030303030305a'],
    ['bits', der.bits(Buffer.from([6]), 1), '03020106'],
  ])('%s', (_, bytes, hex) => {
    expect(bytes.toString('hex')).toBe(hex)
  })
})
