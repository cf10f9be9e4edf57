import { expect, test } from 'vitest'
import { createIdentity } from '../../electron/crypto/age.ts'
import { openSealed, sealText } from '../../electron/crypto/seal.ts'
import { problemOf } from './collect.ts'

const headquarters = await createIdentity()
const team = await createIdentity()
const stranger = await createIdentity()
const text = '暗访人员：赟 頔 䶮 𠮷'

test('a sealed text opens for headquarters and for the own team', async () => {
  const sealed = await sealText(text, [headquarters.recipient, team.recipient])
  expect(await openSealed(sealed, [headquarters.identity])).toBe(text)
  expect(await openSealed(sealed, [stranger.identity, team.identity])).toBe(text)
})

test('it tells others nothing and is different every time', async () => {
  const [a, b] = await Promise.all([sealText(text, [team.recipient]), sealText(text, [team.recipient])])
  expect(await problemOf(() => openSealed(a, [stranger.identity]))).toBe('package.notForYou')
  expect(Buffer.from(a, 'base64').includes('暗访')).toBe(false)
  expect(a).not.toBe(b)
})

test.each(['', 'not base64 of anything', 'YWdlLWVuY3J5cHRpb24ub3JnL3YxCg=='])(
  '%j is no sealed text',
  async (sealed) => {
    expect(await problemOf(() => openSealed(sealed, [team.identity]))).toBe('package.damaged')
  },
)
