import { isProblem } from '../../contract/problem/problem.ts'
import { decodable } from '../../picture/openPicture.ts'
import type { MediaType } from '../../picture/mediaType.ts'
import { findThumbnail, putThumbnail } from '../../store/local/localThumbnail.ts'
import { getRow } from '../../store/row/rows.ts'
import type { JobContext } from '../host/procedure.ts'

/** Makes a small JPEG of a photo that is in the store, and keeps it. */
export async function keepThumbnail({ host, session }: JobContext, sha256: string): Promise<Uint8Array> {
  const { store } = session.workspace
  const original = await store.blobs.read(sha256)
  const jpeg = await host.workers.run('makeThumbnail', [original], { transfer: [original.buffer] })
  await store.write((tx) => putThumbnail(tx, sha256, jpeg))
  return jpeg
}

/**
 * The small JPEG of a piece of evidence; undefined for what is no photo or has not arrived. Thumbnails do not travel, so
 * that of an imported photo is made when it is first asked for.
 */
export async function thumbnailOf(context: JobContext, id: string): Promise<Uint8Array | undefined> {
  const { store } = context.session.workspace
  const { content, mediaType, known } = await store.read(async (tx) => {
    const row = await getRow(tx, 'evidence', id)
    const found = row.content === null ? undefined : await findThumbnail(tx, row.content)
    return { content: row.content, mediaType: row.mediaType, known: found }
  })
  if (known !== undefined || content === null) return known
  if (!isPicture(mediaType) || !(await store.blobs.has(content))) return undefined
  try {
    return await keepThumbnail(context, content)
  } catch (error) {
    // A photo that cannot be drawn is shown as a file; that its bytes are damaged is told by 校验全部 and by the viewer.
    if (isProblem(error) && (error.kind.startsWith('photo.') || error.kind === 'blob.damaged')) return undefined
    throw error
  }
}

function isPicture(mediaType: string | null): boolean {
  // Written from what the file's first bytes said; other words are no picture.
  return mediaType !== null && decodable(mediaType as MediaType)
}
