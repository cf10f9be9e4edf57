import * as z from 'zod'

/** The digits that were typed, whatever the width and the grouping: １２３４-５６７８ 9012 is 123456789012. */
export function digitsOf(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/\D/g, '')
}

/** 1234 5678 9012 */
export function groupsOf(code: string): readonly string[] {
  return digitsOf(code).match(/\d{1,4}/g) ?? []
}

/** A code read out over the telephone; it is compared here at once and again by the host. */
export function heardCode(expected: string) {
  return z
    .string()
    .refine((typed) => digitsOf(typed).length === 12, '校验码是十二位数字')
    .refine((typed) => digitsOf(typed).length !== 12 || digitsOf(typed) === digitsOf(expected), differs)
}

const differs = '与这份文件不符。请对方再读一遍；仍然不符，就是文件被换过或者传错了，不要继续。'
