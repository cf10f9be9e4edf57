import { blob, boolean, choice, date, type Field, type FieldValue, instant, integer, reference, text } from './field.ts'

/**
 * Every entity that travels, with its fields, parent and blobs (decision 8). Form schemas, table types, the check of
 * imported changes and the set of blobs a package carries derive from here; a test compares the migration with it.
 * The order of entities is the order in which a reader of a case file would meet them.
 */
export const schemaVersion = 1

export const inspectionModes = ['明察', '暗访'] as const
export const rectificationTypes = ['立行立改', '限期整改', '长期整改'] as const
/** 1 苗头性 … 4 严重: the words of 137号, the grades are the product's. */
export const severities = ['苗头性', '一般', '较重', '严重'] as const
export const evidenceClasses = ['现场拍摄导入', '本机采集', '对方提供', '转录'] as const
export const roles = ['组员', '组长', '督办员', '系统管理员', '审批人', '查看'] as const
export type Role = (typeof roles)[number]

export const rows = {
  unit: {
    parent: null,
    fields: {
      code: text(20),
      name: text(100),
      shortName: text(40),
      system: choice('国税', '地税', '税务'),
      level: choice('总局', '省', '市', '县', '分局', '办税服务厅'),
      parentUnit: reference('unit'),
      sameAs: reference('unit'),
    },
  },
  person: {
    parent: null,
    fields: { name: text(40), unit: reference('unit'), post: text(60), sameAs: reference('person') },
  },
  campaign: {
    parent: null,
    fields: {
      name: text(200),
      documentNumber: text(60),
      issuedOn: date,
      startsOn: date,
      endsOn: date,
      preset: text(40),
    },
  },
  milestone: {
    parent: 'campaign',
    fields: {
      code: text(10),
      title: text(200),
      kind: choice('截止', '周期', '月份', '起始', '时段', '持续', '未定日期', '成文'),
      dueOn: date,
      recurrence: text(60),
      responsible: text(200),
      submitTo: text(100),
      source: text(60),
      remark: text(500),
    },
  },
  task: {
    parent: 'campaign',
    fields: {
      title: text(200),
      unit: reference('unit'),
      mode: choice(...inspectionModes),
      dueOn: date,
      team: text(40),
    },
  },
  visit: {
    parent: null,
    fields: {
      ordinal: integer(1, 9_999_999),
      campaign: reference('campaign'),
      task: reference('task'),
      unit: reference('unit'),
      mode: choice(...inspectionModes),
      visitedOn: date,
      startMinute: integer(0, 1439),
      endMinute: integer(0, 1439),
      place: text(200),
      placeType: choice('办税服务厅', '办公区', '其他公共场所', '其他'),
      noticeNumber: text(60),
      accompanying: text(200),
      identityDisclosedAt: instant,
      identityDisclosedReason: text(200),
      singleInspectorReason: text(200),
      overview: text(4000),
    },
  },
  visitInspector: {
    parent: 'visit',
    fields: { person: reference('person'), role: choice('组长', '组员') },
  },
  finding: {
    parent: 'visit',
    fields: {
      ordinal: integer(1, 9_999_999),
      riskPoint: text(20),
      riskPointName: text(100),
      title: text(100),
      fact: text(20_000),
      ruleText: text(4000),
      ruleDocument: text(200),
      ruleArticle: text(60),
      ruleValidity: choice('known', 'unknown'),
      opinion: text(4000),
      severity: integer(1, 4),
      occurredOn: date,
      occurredMinute: integer(0, 1439),
      place: text(200),
      involved: text(200),
      rectificationType: choice(...rectificationTypes),
      rectifyBy: date,
      requirement: text(2000),
      clue: boolean,
      position: text(100),
    },
  },
  evidence: {
    parent: 'finding',
    fields: {
      ordinal: integer(1, 9_999_999),
      content: blob,
      size: integer(0, Number.MAX_SAFE_INTEGER),
      mediaType: text(100),
      fileName: text(200),
      caption: text(200),
      class: choice(...evidenceClasses),
      takenAt: text(40),
      device: text(100),
      latitude: integer(-90_000_000, 90_000_000),
      longitude: integer(-180_000_000, 180_000_000),
      width: integer(1, 1_000_000),
      height: integer(1, 1_000_000),
      fileModifiedAt: instant,
      addedAt: instant,
      position: text(100),
    },
  },
  memo: {
    parent: 'visit',
    fields: {
      title: text(200),
      issuer: text(100),
      issuedOn: date,
      statementKind: choice('无意见', '有意见', '拒绝签署', '暗访未出示', '待填'),
      statement: text(4000),
    },
  },
  memoFinding: {
    parent: 'memo',
    fields: { finding: reference('finding'), included: boolean, reason: text(200), position: text(100) },
  },
} as const satisfies Record<string, RowDefinition>

export const events = {
  memoFrozen: {
    parent: 'memo',
    fields: { version: integer(1, 9999), code: text(10), printed: blob, document: blob },
  },
  memoSigner: {
    parent: 'memoFrozen',
    fields: {
      person: reference('person'),
      name: text(40),
      role: choice('检查人员', '组长', '被检查单位负责人'),
      line: text(40),
      place: integer(1, 20),
    },
  },
  memoSigned: {
    parent: 'memoFrozen',
    fields: {
      signer: reference('memoSigner'),
      signature: blob,
      certificate: text(64),
      method: choice('手写板', '证书', '纸签扫描'),
      signedAt: instant,
    },
  },
  memoVoided: { parent: 'memoFrozen', fields: { reason: text(500) } },
  /** The importer's own word that a package was accepted; tables follow it (decision 10). */
  packageAccepted: {
    parent: null,
    fields: {
      package: text(64),
      sender: text(40),
      serial: integer(1, 9_999_999),
      changes: integer(0, 1_000_000_000),
      blobs: integer(0, 1_000_000_000),
      refused: integer(0, 1_000_000_000),
    },
  },
  packageWithdrawn: { parent: 'packageAccepted', fields: { reason: text(500) } },
  packageLost: { parent: null, fields: { sender: text(40), serial: integer(1, 9_999_999), reason: text(500) } },
  changeDeclined: { parent: null, fields: { change: text(43), reason: text(500) } },
  /** Headquarters' answer to a package, hop by hop (electron/README §1). */
  receipt: {
    parent: null,
    fields: {
      package: text(64),
      sender: text(40),
      serial: integer(1, 9_999_999),
      acceptedAt: instant,
      changes: integer(0, 1_000_000_000),
      blobs: integer(0, 1_000_000_000),
      refused: integer(0, 1_000_000_000),
    },
  },
  logEnrolled: {
    parent: null,
    fields: {
      log: text(40),
      publicKey: text(200),
      kind: choice('检查组', '总部', '下行'),
      name: text(100),
      recipient: text(100),
    },
  },
  letter: { parent: null, fields: { log: text(40), letter: text(6) } },
  grant: {
    parent: null,
    fields: { person: reference('person'), log: text(40), role: choice(...roles), unit: reference('unit') },
  },
  revocation: {
    parent: null,
    fields: { kind: choice('证书', '人员', '日志'), subject: text(80), since: instant, reason: text(500) },
  },
} as const satisfies Record<string, EventDefinition>

/** Every row also carries these two: nothing that was recorded is deleted (electron/README §3). */
export const rowCommonFields = { removed: boolean, removedReason: text(200) } as const

export type RowEntity = keyof typeof rows
export type EventEntity = keyof typeof events
export type Entity = RowEntity | EventEntity

type Fields = Readonly<Record<string, Field>>
type RowDefinition = { readonly parent: string | null; readonly fields: Fields }
type EventDefinition = { readonly parent: string | null; readonly fields: Fields }
type Values<F extends Fields> = { readonly [K in keyof F]: FieldValue<F[K]> | null }

/** The values of a row as shown: an empty field is null. */
export type RowValues<E extends RowEntity> = Values<(typeof rows)[E]['fields']> & Values<typeof rowCommonFields>
export type EventValues<E extends EventEntity> = Values<(typeof events)[E]['fields']>
export type FieldName<E extends RowEntity> = keyof RowValues<E> & string

export function isRowEntity(entity: string): entity is RowEntity {
  return Object.hasOwn(rows, entity)
}
export function isEventEntity(entity: string): entity is EventEntity {
  return Object.hasOwn(events, entity)
}

/** All fields of an entity in catalogue order, the common ones of rows last. */
export function fieldsOf(entity: Entity): Fields {
  return isRowEntity(entity) ? { ...rows[entity].fields, ...rowCommonFields } : events[entity].fields
}
export function parentOf(entity: Entity): Entity | null {
  return isRowEntity(entity) ? rows[entity].parent : events[entity].parent
}
export function blobFieldsOf(entity: Entity): readonly string[] {
  return Object.entries(fieldsOf(entity))
    .filter(([, field]) => field.type === 'blob')
    .map(([name]) => name)
}
