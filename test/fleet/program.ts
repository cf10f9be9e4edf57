import { type Entity, entities, schemaVersion } from '../../electron/contract/catalogue/catalogue.ts'
import type { BirthRecord, ChangeLine } from '../../electron/contract/change.ts'
import { hashBody, hashHeader } from '../../electron/crypto/change.ts'
import { addLog } from '../../electron/store/change/addLog.ts'
import { append } from '../../electron/store/change/changeLog.ts'
import { makeId } from '../../electron/store/change/idProof.ts'
import { rebuildTables } from '../../electron/store/change/rebuild.ts'
import { blobsNamed, blobsOf, selectLines } from '../../electron/store/imports/exporting.ts'
import { planImport } from '../../electron/store/imports/importPlan.ts'
import {
  acceptImport,
  beginImport,
  getImport,
  stagedBlobs,
  stageLines,
  unfinishedImports,
} from '../../electron/store/imports/importing.ts'
import { applyWaiting, countUnapplied, countWaiting } from '../../electron/store/imports/waiting.ts'
import { addOwnLog, birthOf, getLog, listLogs } from '../../electron/store/log/log.ts'
import { toChangeRow } from '../../electron/store/log/storedChange.ts'
import { listFindings } from '../../electron/store/query/finding.ts'
import { headsOf, listRows } from '../../electron/store/row/rows.ts'
import { openStore } from '../../electron/store/store.ts'

/**
 * What the fleet uses of a program. A made-up later program is a copy of the rooms with this file beside them, so the same
 * names reach its own modules: two programs live in one process over stores of their own.
 */
export const program = {
  schemaVersion,
  entities,
  hashBody,
  hashHeader,
  addLog,
  append,
  makeId,
  rebuildTables,
  blobsNamed,
  blobsOf,
  selectLines,
  acceptImport,
  beginImport,
  getImport,
  planImport,
  stagedBlobs,
  stageLines,
  unfinishedImports,
  applyWaiting,
  countUnapplied,
  countWaiting,
  addOwnLog,
  birthOf,
  getLog,
  listLogs,
  toChangeRow,
  listFindings,
  headsOf,
  listRows,
  openStore,
} as const
export type Program = typeof program
export type { BirthRecord, ChangeLine, Entity }
