import 'reflect-metadata'
import { Name } from '@peculiar/x509'
import { drillMark } from './certificate.ts'

/** Who a certificate speaks of. A person: name and unit; a log: its id and unit; an authority: its name. */
export type CertificateSubject = { readonly name: string; readonly unit?: string }

/** The X.509 name, Chinese as UTF8String; 演练 is marked in the name itself, so that every viewer shows it. */
export function subjectName({ name, unit }: CertificateSubject, drill: boolean): Name {
  const text = (value: string) => [{ utf8String: plainName(value) }]
  const organization = unit === undefined ? [] : [{ O: text(unit) }]
  const mark = drill ? [{ OU: text(drillMark) }] : []
  return new Name([{ C: [{ printableString: 'CN' }] }, ...organization, ...mark, { CN: text(name) }])
}

const longestName = 64

/**
 * Characters with a meaning in written names (RFC 4514 §2.4) become their full-width twins: verifiers disagree on how to
 * escape them. 64 characters is the bound of RFC 5280 appendix A.
 */
export function plainName(text: string): string {
  const plain = text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/["'+,/;<=>\\#]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0))
  return Array.from(plain).slice(0, longestName).join('')
}
