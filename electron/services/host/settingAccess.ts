import type * as z from 'zod'
import { getSetting, setSetting } from '../../store/local/localSetting.ts'
import type { ReadTx, WriteTx } from '../../store/store.ts'
import { settings, type Setting, type SettingKey } from './setting.ts'

export function readSetting<K extends SettingKey>(tx: ReadTx, key: K): Promise<Setting<K> | undefined> {
  // Indexing by K widens the schema to the union of all; the one taken is that of the key.
  const schema = settings[key] as z.ZodType as z.ZodType<Setting<K>>
  return getSetting(tx, key, schema)
}

export async function requireSetting<K extends SettingKey>(tx: ReadTx, key: K): Promise<Setting<K>> {
  const value = await readSetting(tx, key)
  if (value === undefined) throw new Error('a setting that every workspace has is missing')
  return value
}

export function writeSetting<K extends SettingKey>(tx: WriteTx, key: K, value: Setting<K>): Promise<void> {
  return setSetting(tx, key, value)
}
