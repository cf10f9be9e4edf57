import whole, { rooms } from './vitest.config.ts'

/**
 * `npm run test:quick`: what a developer runs between two edits, two minutes on two quiet cores. The rooms, without what
 * kills processes or plays long histories there.
 */
export default {
  ...whole,
  test: {
    ...whole.test,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: rooms,
          exclude: [
            'test/store/{convergence,engines,order}.test.ts',
            'test/services/{resumedJobs,waitingPackages}.test.ts',
          ],
          isolate: false,
        },
      },
    ],
  },
}
