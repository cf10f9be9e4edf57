/** Why a document is not simply valid. The code is stable; `detail` names the part, relationship, Id or serial meant. */
export type Reason = { readonly code: ReasonCode; readonly detail: string }
export type ReasonCode = keyof typeof catalogue

/** 'broken': content or signature is not what was signed. 'untrusted': intact, but the signer is not vouched for. */
export type Severity = 'broken' | 'untrusted'

/** The Chinese sentence for a code. */
export function reasonText(code: ReasonCode): string {
  return catalogue[code].text
}

export function severityOf(code: ReasonCode): Severity {
  return catalogue[code].severity
}

const catalogue = {
  'signature-malformed': { severity: 'broken', text: '签名文件的结构不符合规定，无法核验。' },
  'signature-too-large': { severity: 'broken', text: '签名文件过大，拒绝核验。' },
  'dtd-forbidden': { severity: 'broken', text: '签名文件带有 DTD 声明，拒绝核验。' },
  'id-duplicate': { severity: 'broken', text: '签名文件里有重复的标识，可能指向被替换的内容。' },
  'algorithm-unknown': { severity: 'broken', text: '签名使用了不认识的算法。' },
  'transform-unknown': { severity: 'broken', text: '签名使用了不认识的转换方法。' },
  'reference-external': { severity: 'broken', text: '签名引用了本签名文件以外的内容。' },
  'reference-unresolved': { severity: 'broken', text: '签名引用的内容不存在。' },
  'reference-digest': { severity: 'broken', text: '签名文件里的签名信息被改动过。' },
  'signature-value': { severity: 'broken', text: '签名值与证书不符，签名信息被改动过，或者不是由该证书签署。' },
  'object-unsigned': { severity: 'broken', text: '签名文件里夹带了没有被签名覆盖的内容。' },
  'package-object': { severity: 'broken', text: '签名没有恰好一份部件清单。' },
  'manifest-duplicate': { severity: 'broken', text: '部件清单里同一个部件出现了两次。' },
  'part-missing': { severity: 'broken', text: '签名时有的部件现在没有了。' },
  'part-digest': { severity: 'broken', text: '签名之后内容被改动过。' },
  'relationship-missing': { severity: 'broken', text: '签名时有的部件关系现在没有了。' },
  'relationship-digest': { severity: 'broken', text: '签名之后部件关系被改动过。' },
  'content-type-mismatch': { severity: 'broken', text: '签名之后部件的内容类型被改动过。' },
  'part-uncovered': { severity: 'broken', text: '有部件不在签名覆盖范围内，可能是签名之后添加的。' },
  'relationship-uncovered': { severity: 'broken', text: '有部件关系不在签名覆盖范围内，可能是签名之后添加的。' },
  'custom-xml-uncovered': { severity: 'untrusted', text: '文件带有不在签名覆盖范围内的自定义 XML，正文没有引用它。' },
  'main-document-ambiguous': { severity: 'broken', text: '文件里有两个正文，不同软件可能打开不同的内容。' },
  'origin-invalid': { severity: 'broken', text: '签名目录有误：没有恰好一个签名入口，或者入口指向的部件不对。' },
  'document-absent': { severity: 'untrusted', text: '备忘录文件还没有到达本机，无法核验。' },
  'document-unreadable': { severity: 'broken', text: '备忘录文件无法读取。' },
  'document-too-demanding': {
    severity: 'broken',
    text: '读取备忘录文件要用的内存或者时间超出了限额，正常的文件不会这样，已停止读取。',
  },
  'document-code-differs': { severity: 'broken', text: '版本码、定稿时的打印记录和页脚三者不一致，可能换过文件。' },
  'signature-stranger': { severity: 'untrusted', text: '有不是应签人写的签名，未采用。' },
  'signature-missing': { severity: 'broken', text: '签名目录里登记的签名不存在，可能被删除了。' },
  'signature-unlisted': { severity: 'broken', text: '有签名文件没有在签名目录里登记。' },
  'signature-content-type': { severity: 'broken', text: '签名文件的内容类型不对。' },
  'line-unsigned': { severity: 'broken', text: '有签名栏没有签名，可能尚未签署，也可能签名被删除了。' },
  'line-unknown': { severity: 'broken', text: '签名对应的签名栏在文件里不存在。' },
  'line-picture-missing': { severity: 'broken', text: '签名栏的图片不在签名之内，签名栏上显示的可能不是签名人写的。' },
  'line-signed-twice': { severity: 'broken', text: '同一个签名栏上有两个签名。' },
  'line-signer-differs': { severity: 'untrusted', text: '签名人与签名栏上写明的应签人不一致。' },
  'signing-time-missing': { severity: 'broken', text: '签名没有写明签署时间。' },
  'signing-time-mismatch': { severity: 'broken', text: '签名里两处签署时间不一致。' },
  'signing-time-future': { severity: 'untrusted', text: '签名声称的签署时间晚于核验所依据的时间。' },
  'certificate-missing': { severity: 'broken', text: '签名里没有签名人的证书。' },
  'certificate-unreadable': { severity: 'broken', text: '签名里的证书无法读取。' },
  'certificate-digest-mismatch': { severity: 'broken', text: '签名里声明的证书与所附证书不是同一份。' },
  'xades-unsigned': { severity: 'broken', text: '签署时间和签名人证书的声明没有被签名覆盖。' },
  'certificate-untrusted': { severity: 'untrusted', text: '签名人的证书不是由受信任的机构签发。' },
  'certificate-forged': { severity: 'untrusted', text: '证书上的签发签名不成立。' },
  'certificate-not-yet-valid': { severity: 'untrusted', text: '按核验所依据的时间，证书尚未生效。' },
  'certificate-expired': { severity: 'untrusted', text: '按核验所依据的时间，证书已经过期。' },
  'certificate-revoked': { severity: 'untrusted', text: '证书已被撤销。' },
  'certificate-key-usage': { severity: 'untrusted', text: '证书不允许用于签名。' },
  'issuer-not-authority': { severity: 'untrusted', text: '签发证书的一方没有签发资格，或者签发层级过深。' },
  'certificate-extension-unknown': { severity: 'untrusted', text: '证书里有必须处理但不认识的扩展项。' },
  'key-weak': { severity: 'untrusted', text: '证书或密钥使用的算法不受支持，或者强度不足。' },
  'algorithm-weak': { severity: 'untrusted', text: '签名使用了已不安全的 SHA-1 算法。' },
} as const satisfies Record<string, { readonly severity: Severity; readonly text: string }>

/** @internal */
export const reasonCodes: readonly ReasonCode[] = Object.keys(catalogue).filter(isReasonCode)

function isReasonCode(value: string): value is ReasonCode {
  return Object.hasOwn(catalogue, value)
}
