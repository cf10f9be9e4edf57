import type { RowEntity } from '../../contract/catalogue/catalogue.ts'
import { bornFields } from '../../contract/catalogue/version.ts'
import type { FoldedRow, Heads } from '../../domain/log/merge.ts'
import { unpackHeads } from './storedHeads.ts'
import type { GenericRow } from '../database/tables.ts'
import { fieldNames, valuesFromSql } from '../database/values.ts'

/** A row of the table as the fold knows it. */
export function toFolded(entity: RowEntity, row: GenericRow): FoldedRow {
  const ordinalLog = row['numberLog']
  const parentEntity = row['parentEntity']
  return {
    parent: row.parent,
    parentEntity: typeof parentEntity === 'string' ? parentEntity : null,
    heads: headsOfRow(entity, row),
    values: valuesFromSql(entity, row),
    conflicted: row['conflicted'] === 1,
    ordinalLog: typeof ordinalLog === 'string' ? ordinalLog : null,
  }
}

export function headsOfRow(entity: RowEntity, row: GenericRow): Heads {
  const heads = typeof row['heads'] === 'string' ? (JSON.parse(row['heads']) as Heads) : null
  return unpackHeads(fieldNames(entity), bornFields(entity), { change: String(row['change']), heads })
}
