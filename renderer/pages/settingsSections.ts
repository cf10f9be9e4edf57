/** The parts of 设置, which its address names. */
export const settingsSections = ['登记', '单位', '人员', '活动', '回收站'] as const
export type SettingsSection = (typeof settingsSections)[number]

export function settingsSectionOf(named: unknown): SettingsSection | undefined {
  return settingsSections.find((section) => section === named)
}
