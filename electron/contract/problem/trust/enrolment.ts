import { nothingWritten, text, type None, type Problems } from '../problemText.ts'

/** Problems of enrolment: request, answer, codes. */
export const enrolmentProblems = {
  'enrolment.codeWrong': (_: None) =>
    text(
      '校验码不一致，这份文件不能采用。',
      nothingWritten,
      '请与对方重新核对十二位校验码；仍不一致时，说明文件被换过或传错了，请重新取得。',
    ),
  'enrolment.drill': (_: None) =>
    text('演练工作区不能与正式工作区互相登记。', nothingWritten, '请用同一类工作区重新办理。'),
  'enrolment.notOurRequest': (_: None) =>
    text('这份答复不是答复本机最近一次登记申请的。', nothingWritten, '请取得对最近一次申请的答复，或者重新申请。'),
  'enrolment.keyMismatch': (_: None) =>
    text('答复里的证书与本机的密钥不符。', nothingWritten, '请重新申请登记，并请总部按新的申请答复。'),
  'enrolment.letterTaken': (d: { letter: string }) =>
    text(`字头 ${d.letter} 已经分给了别的检查组。`, nothingWritten, '请换一个字头。'),
  'enrolment.personTaken': (_: None) =>
    text(
      '申请里有一个人已经在另一台电脑上登记过，密钥与那一次不同。',
      nothingWritten,
      '请与该检查组核实是谁在申请；换了电脑的，请用原工作区的文件夹办理。',
    ),
  'enrolment.logTaken': (_: None) =>
    text(
      '申请里的电脑编号已经由另一台电脑登记，密钥与那一次不同。',
      nothingWritten,
      '请与该检查组核实是谁在申请，并保留这份申请文件；确是本组电脑的，请新建工作区后重新申请。',
    ),
  'enrolment.kindUnknown': (_: None) =>
    text(
      '申请方不是检查组，本机的版本还不能登记它。',
      nothingWritten,
      '请核对申请文件；确需登记的，请先升级本机的程序。',
    ),
  'enrolment.notHere': (_: None) =>
    text('本机对外提供网络访问时不能办理登记。', nothingWritten, '请在只供本机使用的窗口里办理。'),
  'enrolment.requestInvalid': (_: None) =>
    text(
      '这份申请文件不完整、被改动过，或者不是明察的申请文件。',
      nothingWritten,
      '请让检查组在电脑上重新保存申请文件，再拷贝过来。',
    ),
  'enrolment.answerInvalid': (_: None) =>
    text(
      '这份登记答复不完整、被改动过，或者不是明察的登记答复。',
      '没有登记，本机数据未动。',
      '请重新拷贝；仍然如此时，请让总部重新答复。',
    ),
  'enrolment.answerNotForYou': (_: None) =>
    text(
      '这份登记答复不是给本机的，打不开。',
      '没有登记，本机数据未动。',
      '请核对文件，或让总部对本机的申请文件作出答复。',
    ),
  'enrolment.newer': (_: None) =>
    text(
      '这份登记文件由更新版本的明察写出，本机的版本读不了。',
      nothingWritten,
      '请先升级本机的程序，再打开这个文件。',
    ),
} satisfies Problems<'enrolment'>
