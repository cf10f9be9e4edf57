import { describe, expect, it } from 'vitest'
import { readPhoto } from '../../electron/picture/photo.ts'
import { drawScene, sceneNames } from '../../electron/picture/scene.ts'

describe('drawScene', () => {
  it.each(sceneNames)('draws %s like a photo from a phone', async (scene) => {
    const jpeg = await drawScene({
      scene,
      seed: 11,
      exif: { takenAt: '2014-11-20 09:41:00', offset: '+08:00', make: 'HUAWEI', model: 'MT7-TL10' },
    })
    expect(jpeg.length).toBeGreaterThan(150_000)
    expect(jpeg.length).toBeLessThan(500_000)
    expect(await readPhoto(jpeg)).toMatchObject({ width: 1600, height: 1200, takenAt: '2014-11-20 09:41:00+08:00' })
  })

  it('gives the same bytes for the same order and others for another seed', async () => {
    const draw = (seed: number) => drawScene({ scene: 'counter', seed, width: 400, height: 300, exif: {} })
    const [first, again, other] = await Promise.all([draw(1), draw(1), draw(2)])
    expect(first).toEqual(again)
    expect(first).not.toEqual(other)
  })
})
