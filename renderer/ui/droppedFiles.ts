/**
 * The files of a drop, those of dropped folders included, in the order of their names. A folder in the list of files of
 * the event itself cannot be read, so its entries are asked for; they must be taken before the event is over.
 */
export async function droppedFiles({ items, files }: DataTransfer): Promise<readonly File[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (!entries.some(({ isDirectory }) => isDirectory)) return [...files]
  return (await Promise.all(entries.map(filesOf))).flat()
}

async function filesOf(entry: FileSystemEntry): Promise<readonly File[]> {
  if (isFile(entry)) return [await new Promise<File>((found, failed) => entry.file(found, failed))]
  if (!isFolder(entry)) return []
  const inside = (await contentsOf(entry.createReader())).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))
  return (await Promise.all(inside.map(filesOf))).flat()
}

/** A reader gives its entries in portions, and an empty one at the end. */
async function contentsOf(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  const portion = await new Promise<FileSystemEntry[]>((found, failed) => reader.readEntries(found, failed))
  return portion.length === 0 ? [] : [...portion, ...(await contentsOf(reader))]
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
