import { folded } from '../contract/text/folding.ts'

/**
 * What a double click would run is no evidence: headquarters, which opens what teams send, gets none of it. Known by its name
 * as Windows reads it, and by its first bytes under whatever name.
 */

const programEndings = new Set(
  (
    'exe com scr pif cpl dll ocx sys drv msi msp mst msix appx appinstaller bat cmd ps1 psm1 psd1 vb vbs vbe js jse wsf wsh wsc ' +
    'sct hta jar jnlp lnk url scf reg inf gadget application apk xapk ipa sh bash command desktop appimage deb rpm pkg dmg ' +
    'py pyw pl rb chm hlp msc ws xll settingcontent-ms search-ms library-ms appref-ms diagcab wsb'
  ).split(' '),
)

/** Windows drops blanks and dots at the end of a name; a mark that turns the writing round hides an ending from the eye. */
export function isProgramName(name: string): boolean {
  const read = folded(name).replace(/[\s.。．"'”’]+$|::\$data$/u, '')
  const ending = /[.。．]\s*([a-z0-9-]+)$/u.exec(read)?.[1]
  return ending !== undefined && programEndings.has(ending)
}

/** `first`: at least 64 bytes of the file, or all of it. */
export function isProgramContent(first: Uint8Array): boolean {
  const text = String.fromCharCode(...first.subarray(0, 64))
  return (
    isDosProgram(text) ||
    text.startsWith('\x7fELF') ||
    text.startsWith('dex\n') ||
    // A shell link: [MS-SHLLINK] 2.1.
    text.startsWith('L\0\0\0\x01\x14\x02\0') ||
    machMagics.some((magic) => text.startsWith(magic)) ||
    /^(?:\u00ef\u00bb\u00bf)?#![ \t]*\//.test(text)
  )
}

/** A note may begin with MZ; the header of a program is not all text. */
function isDosProgram(text: string): boolean {
  return /^(?:MZ|ZM)/.test(text) && text.includes('\0')
}

/** Mach-O of 32 and 64 bits, either byte order, and several in one (which Java classes share). */
const machMagics = [
  '\xfe\xed\xfa\xce',
  '\xfe\xed\xfa\xcf',
  '\xce\xfa\xed\xfe',
  '\xcf\xfa\xed\xfe',
  '\xca\xfe\xba\xbe',
  '\xca\xfe\xba\xbf',
]
