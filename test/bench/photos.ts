import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { drawScene, sceneNames } from '../../electron/picture/scene.ts'

/**
 * Photos as a phone takes them, 4000 × 3000, no two alike: six scenes are drawn and brightened in steps, so that neither
 * side of a comparison can keep one picture for two.
 */
export async function cameraPhotos(folder: string, count: number): Promise<readonly string[]> {
  const drawn = await Promise.all(sceneNames.map((scene, seed) => drawScene({ scene, seed, ...size, exif: {} })))
  const paths: string[] = []
  for (let place = 0; place < count; place += 1) {
    const path = join(folder, `IMG_${String(place).padStart(4, '0')}.jpg`)
    const brightness = 0.8 + Math.floor(place / drawn.length) * 0.04
    const photo = sharp(drawn[place % drawn.length])
      .linear(brightness, 0)
      .jpeg({ quality: 88 })
    await writeFile(path, await photo.toBuffer())
    paths.push(path)
  }
  return paths
}

const size = { width: 4000, height: 3000 } as const
