import type { ThemeConfig } from 'antd'

/** Ink on warm paper, one teal accent; colours never speak alone, a word stands beside each state. */
export const palette = {
  ink: '#1c2626',
  inkSoft: '#56635f',
  paper: '#f5f3ee',
  card: '#fffefb',
  line: '#dedad0',
  accent: '#1d5a58',
  brick: '#9c3d28',
} as const

/** The faces of the machine first; the shipped one reads where a machine has no Chinese font at all. */
const fontFamily = [
  "'PingFang SC'",
  "'Microsoft YaHei UI'",
  "'Microsoft YaHei'",
  "'Source Han Sans SC'",
  "'Noto Sans CJK SC'",
  "'Noto Sans SC Variable'",
  'sans-serif',
].join(', ')

export const theme: ThemeConfig = {
  token: {
    colorPrimary: palette.accent,
    colorInfo: palette.accent,
    colorLink: palette.accent,
    colorError: palette.brick,
    colorText: palette.ink,
    colorTextPlaceholder: '#6b746f',
    colorBgLayout: palette.paper,
    colorBgContainer: palette.card,
    colorBgElevated: palette.card,
    colorBorder: '#c9c4b8',
    colorBorderSecondary: palette.line,
    borderRadius: 4,
    controlHeight: 32,
    fontSize: 14,
    fontFamily,
    motion: false,
  },
  components: { Button: { primaryShadow: 'none', defaultShadow: 'none' } },
}
