import whole from './vitest.config.ts'

/**
 * `npm run test:quick`: what a developer runs between two edits, two minutes on two quiet cores. Rules and rooms on real
 * encrypted files, without windows, documents, packaging, whole stories, and what kills processes or plays long histories.
 */
const rooms = 'rules,domain,contract,renderer,crypto,opc,picture,signature,syncPackage,store,services,web'

export default {
  ...whole,
  test: {
    ...whole.test,
    include: [`test/{${rooms}}/*.test.ts`],
    exclude: ['test/store/{convergence,engines,order}.test.ts', 'test/services/{resumedJobs,waitingPackages}.test.ts'],
  },
}
