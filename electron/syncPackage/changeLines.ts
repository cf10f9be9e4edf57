import { parseChangeLine, type ChangeBody, type ChangeLine } from '../contract/change.ts'
import { Problem } from '../contract/problem/problem.ts'
import { canonicalJson, type JsonValue } from '../crypto/canonicalJson.ts'

/** `changes.ndjson`: one change a line, canonical JSON and a line feed, in pieces of about 64 KiB. */
export async function* writeLines(
  lines: AsyncIterable<ChangeLine>,
  limit: number,
): AsyncGenerator<Buffer, void, undefined> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const line of lines) {
    const text = Buffer.from(`${canonicalJson(plain(line))}\n`)
    if (text.length > limit) throw new Problem('package.tooLarge', { bytes: text.length, limit })
    waiting.push(text)
    size += text.length
    if (size < pieceSize) continue
    yield Buffer.concat(waiting)
    waiting = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(waiting)
}

/** Reads them in batches of at most 500 lines or about 1 MiB. Problems `package.damaged`, `package.tooLarge` for a line. */
export async function* readLines(
  content: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<readonly ChangeLine[], void, undefined> {
  let batch: ChangeLine[] = []
  let size = 0
  for await (const text of splitLines(content, limit)) {
    batch.push(readLine(text))
    size += text.length
    if (batch.length < batchLines && size < batchSize) continue
    yield batch
    batch = []
    size = 0
  }
  if (batch.length > 0) yield batch
}

/** A body as it is hashed: optional members that are there but undefined are left out, as JSON leaves them out. */
export function bodyJson(body: ChangeBody): JsonValue {
  const members: [string, JsonValue][] = []
  for (const [name, value] of Object.entries(body)) if (value !== undefined) members.push([name, value as JsonValue])
  return Object.fromEntries(members)
}

const pieceSize = 64 * 1024
const batchLines = 500
const batchSize = 1024 ** 2
const lineFeed = 0x0a

/** Every line must end with a line feed; the feed is not part of what comes out. */
async function* splitLines(content: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer, void, undefined> {
  let begun: Buffer[] = []
  let length = 0
  for await (const piece of content) {
    let start = 0
    for (let end = piece.indexOf(lineFeed); end !== -1; end = piece.indexOf(lineFeed, start)) {
      assertLength(length + end - start, limit)
      yield begun.length === 0 ? piece.subarray(start, end) : Buffer.concat([...begun, piece.subarray(start, end)])
      begun = []
      length = 0
      start = end + 1
    }
    if (start === piece.length) continue
    begun.push(piece.subarray(start))
    length += piece.length - start
    assertLength(length, limit)
  }
  if (length > 0) throw new Problem('package.damaged', {})
}

function assertLength(bytes: number, limit: number): void {
  if (bytes + 1 > limit) throw new Problem('package.tooLarge', { bytes: bytes + 1, limit })
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Only canonical text is read: a name given twice would be one thing to the hash and another to a reader. */
function readLine(bytes: Buffer): ChangeLine {
  try {
    const text = decoder.decode(bytes)
    const line = parseChangeLine(JSON.parse(text))
    if (line !== undefined && canonicalJson(plain(line)) === text) return line
  } catch {
    // Not UTF-8, not JSON or not a change: the answer below says all of it.
  }
  throw new Problem('package.damaged', {})
}

function plain(line: ChangeLine): JsonValue {
  return line.state === 'present' ? { ...line, body: bodyJson(line.body) } : line
}
