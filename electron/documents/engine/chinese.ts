/** Sizes and marks as 公文 writes them (GB/T 15834); days, numbers and citations are the domain's. */

/** Bytes → `812 B`, `356 KB`, `2.4 MB` in steps of 1024. */
export function byteSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** A sentence with its full stop, if it has no end yet. */
export function sentence(text: string): string {
  return /[。！？…；：）)」”》.]$/.test(text) ? text : `${text}。`
}
