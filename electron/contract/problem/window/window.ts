import { text, type None, type Problems } from '../problemText.ts'

/** Problems of opening the window. */
export const windowProblems = {
  'window.notBuilt': (_: None) =>
    text('窗口的页面还没有构建，打不开。', '数据未动。', '请用 npm start 打开，或者先运行 npm run build。'),
  'window.portTaken': (d: { port: number }) =>
    text(`端口 ${d.port} 已被别的程序占用。`, '数据未动。', '请换一个端口，或者不写 --port，由系统分配。'),
} satisfies Problems<'window'>
