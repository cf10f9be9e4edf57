import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawScene, sceneNames } from '../../electron/picture/scene.ts'

/**
 * Photos as a phone takes them, 4000 × 3000, each a file of its own: six are drawn, the others differ from them in a
 * comment only, which no decoder's work depends on.
 */
export async function cameraPhotos(folder: string, count: number): Promise<readonly string[]> {
  const drawn = await Promise.all(
    sceneNames.map((scene, seed) => drawScene({ scene, seed, width: 4000, height: 3000, exif: {} })),
  )
  const paths: string[] = []
  for (let place = 0; place < count; place += 1) {
    const path = join(folder, `IMG_${String(place).padStart(4, '0')}.jpg`)
    await writeFile(path, withComment(drawn[place % drawn.length] ?? new Uint8Array(), `photo ${place}`))
    paths.push(path)
  }
  return paths
}

/** A COM segment behind the start of the image. */
function withComment(jpeg: Uint8Array, comment: string): Uint8Array {
  const text = Buffer.from(comment)
  return Buffer.concat([jpeg.subarray(0, 2), Uint8Array.of(0xff, 0xfe, 0, text.length + 2), text, jpeg.subarray(2)])
}
