import { glyphText } from './glyphText.ts'

/** A random number in [0, 1), the same row for the same seed on every machine. */
export type Random = () => number

/** SVG shapes of a scene on 1600 × 1200; the random numbers move what would differ between two shots. */
export const sceneDrawings = { counter, noticeBoard, office, parkedCar, closedWindow, paperwork } as const

/** mulberry32 (public domain): small and fast. */
export function sequence(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The service hall: a long counter with windows, a queue in front of it. */
function counter(random: Random): string {
  const windows = times(4, (index) => {
    const x = 120 + index * 350
    const busy = random() > 0.35
    return `${box(x, 330, 290, 270, '#9fb9c7')}${box(x + 10, 340, 270, 250, '#c9dbe3')}${
      busy ? person(x + 145, 545, 0.8, tone(random, clothes)) : ''
    }${box(x + 85, 285, 120, 40, '#123f6d')}${glyphText(`${index + 1}`, { x: x + 145, y: 316, size: 34, colour: '#ffffff', anchor: 'middle' })}`
  })
  const people = 6 + Math.floor(random() * 4)
  const queue = times(people, (index) =>
    person(180 + random() * 1240, 900 + (index * 200) / people, 1.4 + index * 0.08, tone(random, clothes)),
  )
  return [
    room('#e9e4d8', '#b9b2a3'),
    lamps(random),
    box(470, 130, 660, 110, '#8f1d1d'),
    glyphText('办税服务厅', { x: 800, y: 212, size: 84, colour: '#f5e3b3', anchor: 'middle' }),
    ...windows,
    box(60, 600, 1480, 170, '#7c5b3c'),
    box(60, 590, 1480, 26, '#a07a52'),
    ...queue,
  ].join('')
}

/** A glazed board with sheets of which some are missing. */
function noticeBoard(random: Random): string {
  const sheets = times(10, (index) => {
    const x = 250 + (index % 5) * 225
    const y = 400 + Math.floor(index / 5) * 290
    return random() > 0.25 ? sheet(x, y, 190, 250, random) : ''
  })
  return [
    room('#d8dcd3', '#a9a596'),
    box(190, 240, 1220, 770, '#6d4a2e'),
    box(215, 265, 1170, 720, '#2f5d50'),
    glyphText('公示栏', { x: 800, y: 368, size: 84, colour: '#f3ead2', anchor: 'middle' }),
    ...sheets,
    `<path d="M230 985L620 265H760L370 985Z" fill="#ffffff" opacity="0.12"/>`,
  ].join('')
}

/** An office measured on the floor: tape lines, desk, shelves, a sofa. */
function office(random: Random): string {
  const books = times(34, (index) =>
    box(
      1010 + (index % 17) * 26,
      330 + Math.floor(index / 17) * 160 + random() * 22,
      20,
      120 - random() * 30,
      tone(random, covers),
    ),
  )
  return [
    room('#ddd5c4', '#8d7a63'),
    box(120, 180, 520, 400, '#bcd4e6'),
    box(375, 180, 12, 400, '#f4f1ea'),
    box(980, 280, 500, 380, '#5b4028'),
    ...books,
    box(560, 620, 640, 60, '#6a4526'),
    box(590, 680, 40, 220, '#54371e'),
    box(1130, 680, 40, 220, '#54371e'),
    box(760, 470, 240, 150, '#22262b'),
    box(860, 615, 40, 12, '#22262b'),
    box(90, 760, 380, 150, tone(random, covers)),
    box(70, 700, 420, 90, '#4d3b33'),
    '<path d="M210 1150L470 940H1330L1500 1150Z" fill="none" stroke="#f2c230" stroke-width="14"/>',
    '<path d="M640 940L590 1150M1010 940L1080 1150" stroke="#f2c230" stroke-width="10"/>',
    glyphText('12．6', { x: 800, y: 1085, size: 80, colour: '#f2c230', anchor: 'middle' }),
  ].join('')
}

/** A car in the yard; the plate is blank, as a memo must not show one. */
function parkedCar(random: Random): string {
  const paint = tone(random, ['#20252c', '#e8e8e6', '#6d1f22', '#2c4763'])
  const lines = times(
    5,
    (index) => `<path d="M${140 + index * 340} 1180L${260 + index * 290} 760" stroke="#e9e7df" stroke-width="12"/>`,
  )
  return [
    box(0, 0, 1600, 520, '#a9c4d8'),
    box(0, 250, 1600, 330, '#b8ada0'),
    ...times(7, (index) => box(60 + index * 225, 300, 130, 170, random() > 0.4 ? '#5f7482' : '#8fa6b3')),
    box(0, 580, 1600, 620, '#7b7d7f'),
    ...lines,
    `<ellipse cx="800" cy="1010" rx="560" ry="46" fill="#000" opacity="0.42"/>`,
    `<path d="M280 960V800Q300 740 430 720L560 590Q600 560 700 555H930Q1010 560 1070 620L1170 715Q1300 735 1320 800V960Z" fill="${paint}"/>`,
    `<path d="M590 605Q620 585 700 582H760V710H480ZM790 582H925Q985 588 1030 635L1100 710H790Z" fill="#2a3a45"/>`,
    ...[470, 1130].map(
      (x) => `<circle cx="${x}" cy="955" r="92" fill="#17181a"/><circle cx="${x}" cy="955" r="48" fill="#a9adb0"/>`,
    ),
    box(1235, 880, 70, 34, '#f4f4f0'),
    `<ellipse cx="1290" cy="800" rx="34" ry="20" fill="#f7efcf"/><ellipse cx="312" cy="805" rx="24" ry="22" fill="#a3231d"/>`,
    box(1420, 330, 20, 300, '#5d6268'),
    box(1360, 240, 140, 130, '#1d4f91'),
    glyphText('停', { x: 1430, y: 340, size: 100, colour: '#ffffff', anchor: 'middle' }),
  ].join('')
}

/** A service window shut in opening hours, with the sign behind the glass and an empty chair. */
function closedWindow(random: Random): string {
  const blinds = times(13, (index) => box(330, 250 + index * 36, 940, 24, index % 2 ? '#cfd2cb' : '#dfe1da'))
  return [
    room('#e4ddd0', '#9c9484'),
    box(290, 200, 1020, 560, '#5c6a70'),
    box(320, 230, 960, 500, '#8fa3ab'),
    ...blinds,
    `<g transform="rotate(${(random() * 6 - 3).toFixed(1)} 800 560)">${box(560, 480, 480, 170, '#fdfcf6')}${glyphText(
      '暂停办公',
      { x: 800, y: 600, size: 100, colour: '#b3261e', anchor: 'middle' },
    )}</g>`,
    box(720, 130, 160, 70, '#123f6d'),
    glyphText('3', { x: 800, y: 185, size: 56, colour: '#ffffff', anchor: 'middle' }),
    box(180, 760, 1240, 60, '#a07a52'),
    box(180, 820, 1240, 240, '#7c5b3c'),
    clock(1430, 150, 10, 5 + Math.floor(random() * 40)),
    box(740, 1010, 160, 30, '#3a4046'),
    box(752, 880, 136, 120, '#4a525a'),
    box(805, 1040, 28, 110, '#30353a'),
  ].join('')
}

/** Ledgers and invoices on a desk, seen from above. */
function paperwork(random: Random): string {
  const papers = times(7, (index) => {
    const turn = (random() * 24 - 12).toFixed(1)
    const x = 120 + (index % 4) * 350 + random() * 40
    const y = 110 + Math.floor(index / 4) * 520 + random() * 40
    return `<g transform="rotate(${turn} ${x + 160} ${y + 210})">${sheet(x, y, 320, 430, random)}</g>`
  })
  return [
    box(0, 0, 1600, 1200, '#8a6038'),
    ...times(
      24,
      () =>
        `<path d="M0 ${Math.round(random() * 1200)}Q800 ${Math.round(random() * 1200)} 1600 ${Math.round(random() * 1200)}" stroke="#6d4826" stroke-width="3" fill="none" opacity="0.35"/>`,
    ),
    ...papers,
    `<circle cx="1420" cy="930" r="120" fill="#f3f1ec"/><circle cx="1420" cy="930" r="92" fill="#7a4a21"/>`,
    `<path d="M980 1120L1330 760" stroke="#1b1d20" stroke-width="22" stroke-linecap="round"/>`,
  ].join('')
}

const clothes = ['#2f4858', '#7a3b3b', '#41553a', '#5b4a6b', '#8a6d3b', '#3d3d42', '#b0a08a', '#24476b'] as const
const covers = ['#7b2d26', '#20506b', '#456b3c', '#8a6a2f', '#4c3a63', '#2c2f33'] as const

function room(wall: string, floor: string): string {
  return `<linearGradient id="wall" x2="0" y2="1"><stop stop-color="${wall}"/><stop offset="1" stop-color="#c9c2b4"/></linearGradient><linearGradient id="floor" x2="0" y2="1"><stop stop-color="${floor}"/><stop offset="1" stop-color="#5f584c"/></linearGradient><rect width="1600" height="780" fill="url(#wall)"/><rect y="780" width="1600" height="420" fill="url(#floor)"/>`
}

function lamps(random: Random): string {
  return times(4, (index) => {
    const x = 150 + index * 380
    return `${box(x, 30, 220, 24, '#fffdf2')}<ellipse cx="${x + 110}" cy="60" rx="190" ry="${60 + random() * 20}" fill="#fffbe0" opacity="0.35"/>`
  }).join('')
}

/** Seen from behind, so that no face appears. */
function person(x: number, y: number, scale: number, colour: string): string {
  return `<g transform="translate(${x.toFixed(0)} ${y.toFixed(0)}) scale(${scale.toFixed(2)})"><path d="M-46 60Q-48 -40 -30 -58Q0 -76 30 -58Q48 -40 46 60Z" fill="${colour}"/><ellipse cy="-96" rx="25" ry="31" fill="#2a211c"/><path d="M-46 60L-30 -50" stroke="#000" stroke-width="3" opacity="0.3"/></g>`
}

function sheet(x: number, y: number, width: number, height: number, random: Random): string {
  const lines = times(Math.floor(height / 24) - 3, (index) => {
    const length = width * (0.55 + random() * 0.3)
    return box(x + width * 0.08, y + 60 + index * 24, length, 6, '#6f7376')
  })
  return `${box(x + 6, y + 8, width, height, '#00000055')}${box(x, y, width, height, '#f7f5ee')}${box(x + width * 0.25, y + 22, width * 0.5, 14, '#9b2226')}${lines.join('')}`
}

function clock(x: number, y: number, hour: number, minute: number): string {
  const hand = (turn: number, length: number, width: number) =>
    `<path d="M${x} ${y}L${(x + length * Math.sin(turn)).toFixed(1)} ${(y - length * Math.cos(turn)).toFixed(1)}" stroke="#222" stroke-width="${width}" stroke-linecap="round"/>`
  const minuteTurn = (minute / 60) * 2 * Math.PI
  return `<circle cx="${x}" cy="${y}" r="86" fill="#fbfbf8" stroke="#333" stroke-width="10"/>${hand(((hour + minute / 60) / 12) * 2 * Math.PI, 42, 10)}${hand(minuteTurn, 66, 6)}`
}

function box(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${x.toFixed(0)}" y="${y.toFixed(0)}" width="${width.toFixed(0)}" height="${height.toFixed(0)}" fill="${fill}"/>`
}

function tone(random: Random, tones: readonly string[]): string {
  return tones[Math.floor(random() * tones.length)] ?? '#808080'
}

function times(count: number, draw: (index: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => draw(index))
}
